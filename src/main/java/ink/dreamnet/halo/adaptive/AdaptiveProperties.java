package ink.dreamnet.halo.adaptive;

import java.time.Duration;

import ink.dreamnet.halo.core.Ranges;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How what is normal is learned (`halo.triggers.adaptive.*`).
///
/// @param warmUp how long a series is only learned, 1 min to 28 d
/// @param falseFiringsPerWeek how many firings of a series in a week may be by mere chance, 0.001 to 100. Less is calmer and
///        slower
/// @param minChange the least change that means something, as a share of what was expected, 0 to 10
/// @param minCount the least change that means something, in counts, 0 to 10⁹
/// @param adoptAfter after how many samples a change that stays becomes the new normal, 6 to 10,000
@ConfigurationProperties("halo.triggers.adaptive")
record AdaptiveProperties(@DefaultValue("24h") Duration warmUp, @DefaultValue("0.2") double falseFiringsPerWeek,
        @DefaultValue("0.15") double minChange, @DefaultValue("5") double minCount,
        @DefaultValue("20") int adoptAfter) {

    /// The defaults.
    static final AdaptiveProperties DEFAULTS = new AdaptiveProperties(Duration.ofHours(24), 0.2, 0.15, 5, 20);

    private static final String PREFIX = "halo.triggers.adaptive.";

    /// @throws IllegalArgumentException where a value is out of its range
    AdaptiveProperties {
        Ranges.check(PREFIX + "warm-up", warmUp, Duration.ofMinutes(1), Duration.ofDays(28));
        Ranges.check(PREFIX + "false-firings-per-week", falseFiringsPerWeek, 0.001, 100);
        Ranges.check(PREFIX + "min-change", minChange, 0, 10);
        Ranges.check(PREFIX + "min-count", minCount, 0, 1e9);
        Ranges.check(PREFIX + "adopt-after", adoptAfter, 6, 10_000);
    }
}
