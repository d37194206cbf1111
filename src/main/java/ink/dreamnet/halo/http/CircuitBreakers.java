package ink.dreamnet.halo.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/// Spares targets that fail: after some failures in a row a target's circuit is open for a while; then one send tries, and
/// its outcome closes the circuit or opens it again. Each process has circuits of its own.
public final class CircuitBreakers {

    private final Map<String, Circuit> circuits = new ConcurrentHashMap<>();
    private final int threshold;
    private final Duration open;
    private final Clock clock;

    /// @param threshold after how many failures in a row a target is spared
    /// @param open for how long
    public CircuitBreakers(int threshold, Duration open, Clock clock) {
        this.threshold = threshold;
        this.open = open;
        this.clock = clock;
    }

    private static final class Circuit {
        private int failures;
        private @Nullable Instant openUntil;
    }

    /// @return until when nothing is to be sent to a target; empty where sending is allowed
    public Optional<Instant> openUntil(String target) {
        Circuit circuit = circuits.get(target);
        if (circuit == null) {
            return Optional.empty();
        }
        synchronized (circuit) {
            return Optional.ofNullable(circuit.openUntil).filter(until -> until.isAfter(clock.instant()));
        }
    }

    /// Asks to send. Where an open circuit's time is over, one caller may try and the others wait for its outcome.
    ///
    /// @return until when to wait; empty where the caller may send, and must tell the outcome by [#record]
    public Optional<Instant> enter(String target) {
        Circuit circuit = circuits.computeIfAbsent(target, any -> new Circuit());
        synchronized (circuit) {
            Instant now = clock.instant();
            if (circuit.openUntil == null) {
                return Optional.empty();
            }
            if (circuit.openUntil.isAfter(now)) {
                return Optional.of(circuit.openUntil);
            }
            circuit.openUntil = now.plus(open);
            return Optional.empty();
        }
    }

    /// @param alive whether the target answered as something that works, be it with a refusal
    public void record(String target, boolean alive) {
        Circuit circuit = circuits.computeIfAbsent(target, any -> new Circuit());
        synchronized (circuit) {
            if (alive) {
                circuit.failures = 0;
                circuit.openUntil = null;
            } else if (++circuit.failures >= threshold) {
                circuit.openUntil = clock.instant().plus(open);
            }
        }
    }
}
