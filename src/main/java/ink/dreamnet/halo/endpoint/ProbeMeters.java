package ink.dreamnet.halo.endpoint;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

import ink.dreamnet.halo.endpoint.probe.ProbeResult;
import ink.dreamnet.halo.endpoint.probe.Verdict;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.springframework.stereotype.Component;

/// Counts and times probes by their verdict: the timer `halo.probes`.
@Component
class ProbeMeters {

    private final Map<Verdict, Timer> timers = new EnumMap<>(Verdict.class);

    ProbeMeters(MeterRegistry registry) {
        for (Verdict verdict : Verdict.values()) {
            timers.put(verdict, Timer.builder("halo.probes")
                    .description("Probed endpoints; the time is that of the last attempt")
                    .tag("verdict", verdict.wire())
                    .register(registry));
        }
    }

    void count(Collection<ProbeResult> results) {
        for (ProbeResult result : results) {
            Double total = result.timings().totalMs();
            Timer timer = timers.get(result.verdict());
            if (timer != null) {
                timer.record(Duration.ofNanos(total == null ? 0 : Math.round(total * 1_000_000)));
            }
        }
    }
}
