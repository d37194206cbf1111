package ink.dreamnet.halo.trigger;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

import ink.dreamnet.halo.core.Ranges;
import ink.dreamnet.halo.core.Texts;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.scheduling.support.CronExpression;

/// When HALO runs by the clock.
///
/// @param enabled whether the time trigger fires
/// @param interval the time from one firing to the next, 1 s to 24 h; a number without a unit is milliseconds
/// @param initialDelay the time from the start of HALO to its first cycle, 0 to 1 h; with `cron` there is none
/// @param cron when it fires instead of by the interval: second, minute, hour, day of month, month, day of week, as
///        Spring's `CronExpression` reads them (`0 */15 8-18 * * MON-FRI`)
/// @param zone the time zone of `cron` (`Europe/Berlin`)
/// @param cooldown how long after a firing it does not fire again, 0 to 24 h
@ConfigurationProperties("halo.triggers.time")
public record TimeTriggerProperties(@DefaultValue("true") boolean enabled,
        @DefaultValue("5m") @DurationUnit(ChronoUnit.MILLIS) Duration interval,
        @DefaultValue("3s") Duration initialDelay, @Nullable String cron, @DefaultValue("UTC") ZoneId zone,
        @DefaultValue("0s") Duration cooldown) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Duration NEVER = Duration.ofDays(3650);

    /// @throws IllegalArgumentException where a duration is out of range or the cron expression is none
    public TimeTriggerProperties {
        cron = Texts.stripped(cron);
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "halo.triggers.time.interval (HALO_INTERVAL_MS) is %d ms; it must be between 1000 ms and 24 h (a number is milliseconds, 5m is five minutes)"
                            .formatted(interval.toMillis()));
        }
        if (initialDelay.isNegative() || initialDelay.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "halo.triggers.time.initial-delay is %s; it must be between 0 and 1 h".formatted(initialDelay));
        }
        Ranges.check("halo.triggers.time.cooldown", cooldown, Duration.ZERO, LONGEST);
        if (cron != null) {
            checkCron(cron);
        }
    }

    /// @return the first time of the schedule after another: an interval later, or the next of the cron expression
    public Instant next(Instant after) {
        if (cron == null) {
            return after.plus(interval);
        }
        ZonedDateTime next = CronExpression.parse(cron).next(after.atZone(zone));
        return next == null ? after.plus(NEVER) : next.toInstant();
    }

    private static void checkCron(String cron) {
        try {
            if (CronExpression.parse(cron).next(Instant.EPOCH.atZone(ZoneOffset.UTC)) == null) {
                throw new IllegalArgumentException("it never comes");
            }
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "halo.triggers.time.cron is '%s': %s; it must be six fields: second minute hour day-of-month month day-of-week (0 */15 8-18 * * MON-FRI)"
                            .formatted(cron, wrong.getMessage()),
                    wrong);
        }
    }
}
