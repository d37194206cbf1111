package ink.dreamnet.halo.trigger;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/// When HALO runs by the clock.
///
/// @param enabled whether the time trigger fires
/// @param interval the time from one firing to the next, 1 s to 24 h; a number without a unit is milliseconds
/// @param initialDelay the time from the start of HALO to its first cycle, 0 to 1 h
@ConfigurationProperties("halo.triggers.time")
public record TimeTriggerProperties(@DefaultValue("true") boolean enabled,
        @DefaultValue("5m") @DurationUnit(ChronoUnit.MILLIS) Duration interval,
        @DefaultValue("3s") Duration initialDelay) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(24);

    /// @throws IllegalArgumentException where a duration is out of range
    public TimeTriggerProperties {
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "halo.triggers.time.interval (HALO_INTERVAL_MS) is %d ms; it must be between 1000 ms and 24 h (a number is milliseconds, 5m is five minutes)"
                            .formatted(interval.toMillis()));
        }
        if (initialDelay.isNegative() || initialDelay.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "halo.triggers.time.initial-delay is %s; it must be between 0 and 1 h".formatted(initialDelay));
        }
    }
}
