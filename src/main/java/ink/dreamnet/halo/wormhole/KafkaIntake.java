package ink.dreamnet.halo.wormhole;

import java.time.Duration;

import ink.dreamnet.halo.core.OptionalLibrary;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Runs [KafkaPolling] where topics of Apache Kafka are configured. This class itself does without Kafka's client.
@Component
class KafkaIntake implements SmartLifecycle {

    private static final Duration END_WITHIN = Duration.ofSeconds(15);

    private final KafkaInProperties properties;
    private final EventReader reader;
    private final EventIntake intake;
    private final Counter malformed;
    private @Nullable KafkaPolling polling;
    private @Nullable Thread thread;

    KafkaIntake(KafkaInProperties properties, EventReader reader, EventIntake intake, MeterRegistry meters) {
        this.properties = properties;
        this.reader = reader;
        this.intake = intake;
        this.malformed = Counter.builder("halo.events.kafka.malformed")
                .description("Messages of Kafka that are no events").register(meters);
        if (properties.used()) {
            OptionalLibrary.KAFKA.require("halo.wormhole.kafka-in");
            KafkaPolling.check(properties);
        }
    }

    @Override
    public synchronized void start() {
        if (properties.used() && polling == null) {
            polling = new KafkaPolling(properties, reader, intake, malformed);
            thread = Thread.ofPlatform().daemon().name("halo-events-from-kafka").start(polling);
        }
    }

    @Override
    public synchronized void stop() {
        if (polling == null || thread == null) {
            return;
        }
        polling.end();
        try {
            if (!thread.join(END_WITHIN)) {
                thread.interrupt();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        polling = null;
        thread = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return polling != null;
    }

    /// @return above the intake's phase, so that it stops before
    @Override
    public int getPhase() {
        return 1;
    }
}
