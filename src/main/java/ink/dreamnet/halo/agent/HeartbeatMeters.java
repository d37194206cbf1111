package ink.dreamnet.halo.agent;

import java.util.Set;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.springframework.stereotype.Component;

/// The meters of the heartbeat intake.
@Component
class HeartbeatMeters {

    private final Counter received;
    private final Counter acknowledged;
    private final Counter unknown;
    private final Counter unavailable;
    private final DistributionSummary batch;
    private final Timer commit;

    HeartbeatMeters(MeterRegistry registry) {
        received = Counter.builder("halo.heartbeats.received").description("Heartbeats that were received")
                .register(registry);
        acknowledged = Counter.builder("halo.heartbeats.acknowledged").description("Heartbeats that were committed")
                .register(registry);
        unknown = rejected(registry, "unknown-agent");
        unavailable = rejected(registry, "unavailable");
        batch = DistributionSummary.builder("halo.heartbeats.batch").baseUnit("heartbeats")
                .description("Heartbeats committed together").register(registry);
        commit = Timer.builder("halo.heartbeats.commit").description("Time of one commit of heartbeats")
                .register(registry);
    }

    private static Counter rejected(MeterRegistry registry, String reason) {
        return Counter.builder("halo.heartbeats.rejected").tag("reason", reason)
                .description("Heartbeats that were not acknowledged").register(registry);
    }

    void received(long heartbeats) {
        received.increment(heartbeats);
    }

    void acknowledged(long heartbeats) {
        acknowledged.increment(heartbeats);
    }

    void unknown(long heartbeats) {
        unknown.increment(heartbeats);
    }

    Counter unavailable() {
        return unavailable;
    }

    Set<String> commit(int size, Supplier<Set<String>> store) {
        batch.record(size);
        return commit.record(store);
    }
}
