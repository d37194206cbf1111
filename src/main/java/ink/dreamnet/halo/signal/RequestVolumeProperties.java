package ink.dreamnet.halo.signal;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// When the number of requests makes HALO run.
///
/// @param enabled whether it does
/// @param mode `fixed`: by the threshold; `adaptive`: by what is normal for each source; `both`
/// @param threshold how many requests within the window are enough, in sum over all sources, 1 to 10¹²
/// @param window how far the sliding window looks back, 5 s to 1 h
/// @param cooldown how long after a firing it does not fire again, 0 to 24 h
@ConfigurationProperties("halo.triggers.request-volume")
record RequestVolumeProperties(@DefaultValue("true") boolean enabled, @DefaultValue("fixed") CountRule.Mode mode,
        @DefaultValue("150") long threshold, @DefaultValue("1m") Duration window,
        @DefaultValue("5m") Duration cooldown) {

    /// @throws IllegalArgumentException where a value is out of its range
    RequestVolumeProperties {
        new CountRule(enabled, mode, threshold, window, cooldown).checked("halo.triggers.request-volume",
                "HALO_REQUEST_THRESHOLD");
    }

    CountRule rule() {
        return new CountRule(enabled, mode, threshold, window, cooldown);
    }
}
