package ink.dreamnet.halo.event;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The stream of events.
///
/// @param maxListeners how many may listen to one process at the same time, 1 to 100,000; more are answered with 503
/// @param heartbeat how often a silent stream shows that it is alive, 1 s to 5 min
/// @param queue how many events may wait for one listener, 10 to 100,000; one that has more is dropped
@ConfigurationProperties("halo.wormhole.stream")
record StreamProperties(@DefaultValue("5000") int maxListeners, @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("5000") int queue) {

    /// @throws IllegalArgumentException where a value is out of its range
    StreamProperties {
        between("max-listeners", maxListeners, 1, 100_000);
        between("queue", queue, 10, 100_000);
        if (heartbeat.compareTo(Duration.ofSeconds(1)) < 0 || heartbeat.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException(
                    "halo.wormhole.stream.heartbeat is %s; it must be between 1s and 5m".formatted(heartbeat));
        }
    }

    private static void between(String property, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("halo.wormhole.stream.%s is %d; it must be between %d and %d".formatted(
                    property, value, least, most));
        }
    }
}
