package ink.dreamnet.halo.sink;

import java.time.Duration;

import ink.dreamnet.halo.core.Backoff;
import ink.dreamnet.halo.core.Ranges;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Timeouts, retries and the circuit breaker of a sink.
///
/// @param connectTimeout how long a connection may take, 1 ms to 1 min
/// @param timeout how long one whole exchange may take, 1 ms to 1 min
/// @param attempts how often one event is sent to a sink that works and refuses it, but may accept it later (401, 404), before the
///        event is a dead letter; 1 to 1,000
/// @param within for how long one event is sent, 1 s to 30 days. Where the sink does not work, does not answer or is overloaded,
///        that alone counts
/// @param backoff how long to wait after the first failure, 1 ms to 1 h; it doubles with each further one
/// @param longestBackoff how long to wait at most, up to 24 h; also the most that `Retry-After` is honoured
/// @param circuitFailures after how many failures in a row the circuit of the sink opens, 1 to 1,000
/// @param circuitOpen for how long, 1 ms to 1 h
/// @param concurrency events of how many subjects are sent at the same time, 1 to 64
record DeliverySettings(@DefaultValue("2s") Duration connectTimeout, @DefaultValue("10s") Duration timeout,
        @DefaultValue("20") int attempts, @DefaultValue("24h") Duration within,
        @DefaultValue("1s") Duration backoff, @DefaultValue("10m") Duration longestBackoff,
        @DefaultValue("5") int circuitFailures, @DefaultValue("30s") Duration circuitOpen,
        @DefaultValue("4") int concurrency) {

    static final DeliverySettings DEFAULT = new DeliverySettings(Duration.ofSeconds(2), Duration.ofSeconds(10), 20,
            Duration.ofHours(24), Duration.ofSeconds(1), Duration.ofMinutes(10), 5, Duration.ofSeconds(30), 4);

    /// @throws IllegalArgumentException where a value is out of its range
    DeliverySettings {
        Duration least = Duration.ofMillis(1);
        check("connect-timeout", connectTimeout, least, Duration.ofMinutes(1));
        check("timeout", timeout, least, Duration.ofMinutes(1));
        check("attempts", attempts, 1, 1000);
        check("within", within, Duration.ofSeconds(1), Duration.ofDays(30));
        check("backoff", backoff, least, Duration.ofHours(1));
        check("longest-backoff", longestBackoff, backoff, Duration.ofHours(24));
        check("circuit-failures", circuitFailures, 1, 1000);
        check("circuit-open", circuitOpen, least, Duration.ofHours(1));
        check("concurrency", concurrency, 1, 64);
    }

    /// @return how long to wait before an event is sent again
    Backoff waits() {
        return Backoff.jittered(backoff, longestBackoff);
    }

    private static void check(String property, Duration value, Duration least, Duration most) {
        Ranges.check("halo.wormhole.sinks[].delivery." + property, value, least, most);
    }

    private static void check(String property, int value, int least, int most) {
        Ranges.check("halo.wormhole.sinks[].delivery." + property, value, least, most);
    }
}
