package ink.dreamnet.halo.configuration;

import java.time.Duration;

import ink.dreamnet.halo.core.Ranges;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the files of the configuration are watched.
///
/// @param checkEvery how often HALO checks whether they have changed, 1 s to 1 h; 0 never
@ConfigurationProperties("halo.configuration")
record WatchProperties(@DefaultValue("5s") Duration checkEvery) {

    /// @throws IllegalArgumentException where it is out of its range
    WatchProperties {
        if (!checkEvery.isZero()) {
            Ranges.check("halo.configuration.check-every", checkEvery, Duration.ofSeconds(1), Duration.ofHours(1));
        }
    }
}
