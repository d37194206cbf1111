package ink.dreamnet.halo.engine;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How `POST /api/halo/run` behaves.
///
/// @param maxWait how long the call waits for its cycle before it answers 202, 1 s to 1 h
@ConfigurationProperties("halo.run")
public record RunProperties(@DefaultValue("5m") Duration maxWait) {

    /// @throws IllegalArgumentException where the time is out of range
    public RunProperties {
        if (maxWait.compareTo(Duration.ofSeconds(1)) < 0 || maxWait.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "halo.run.max-wait is %s; it must be between 1 second and 1 hour".formatted(maxWait));
        }
    }
}
