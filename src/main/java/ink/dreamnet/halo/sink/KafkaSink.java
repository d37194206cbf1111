package ink.dreamnet.halo.sink;

import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import ink.dreamnet.halo.event.EventFormat;
import ink.dreamnet.halo.event.SequencedEvent;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.http.AddressRefusedException;
import ink.dreamnet.halo.http.Reach;
import ink.dreamnet.halo.http.SendResult;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// Writes CloudEvents into a topic of Apache Kafka (CloudEvents' Kafka protocol binding 1.0.2, structured mode). The key is the
/// subject, so that events of one subject stay in order in their partition.
final class KafkaSink implements Sink {

    private static final int BATCH = 500;
    private static final int REFUSED = 413;
    private static final byte[] CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8"
            .getBytes(StandardCharsets.UTF_8);

    private final EventFormat format;
    private final Reach reach;
    private final KafkaSettings kafka;
    private final Map<String, Object> configuration;
    private final Duration timeout;
    private final int half;
    private @Nullable Producer<String, byte[]> producer;

    KafkaSink(SinkSettings settings, EventFormat format, Reach reach) {
        this.format = format;
        this.reach = reach;
        this.kafka = Objects.requireNonNull(settings.kafka());
        this.timeout = settings.delivery().timeout();
        int millis = (int) timeout.toMillis();
        // a call that blocks may begin until half of the timeout is over, and block for the other half
        this.half = Math.max(1, millis / 2);
        this.configuration = new HashMap<>(kafka.properties());
        configuration.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, "halo-" + settings.name());
        configuration.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, half);
        configuration.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        configuration.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        configuration.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        check(configuration);
    }

    /// A wrong setting stops the start; names of brokers are not resolved here.
    private static void check(Map<String, Object> configuration) {
        try {
            ProducerConfig ignored = new ProducerConfig(configuration);
        } catch (ConfigException wrong) {
            throw new IllegalArgumentException("kafka.properties: " + wrong.getMessage(), wrong);
        }
    }

    /// Kafka asks for names only when it connects, and a wrong one would be found out with the first event.
    @Override
    public Optional<String> check() {
        try {
            List<String> unknown = unknown();
            return unknown.isEmpty()
                    ? Optional.empty()
                    : Optional.of("kafka.bootstrap-servers: there is no address for " + String.join(", ", unknown));
        } catch (AddressRefusedException refused) {
            return Optional.of("kafka.bootstrap-servers: " + refused.getMessage());
        }
    }

    private List<String> unknown() throws AddressRefusedException {
        List<String> unknown = new ArrayList<>();
        for (String host : new LinkedHashSet<>(kafka.hosts())) {
            try {
                reach.resolve(host);
            } catch (AddressRefusedException refused) {
                throw refused;
            } catch (UnknownHostException none) {
                unknown.add(host);
            }
        }
        return unknown;
    }

    @Override
    public String target() {
        return "kafka://%s/%s".formatted(kafka.bootstrapServers(), kafka.topic());
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public SendResult send(List<SequencedEvent> events) throws InterruptedException {
        try {
            long begun = System.nanoTime();
            Producer<String, byte[]> open = producer();
            // fails where no broker answers; send() would wait for one with each event, and go on
            open.partitionsFor(kafka.topic());
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (SequencedEvent entry : events) {
                if (left(begun) < half) {
                    throw new TimeoutException("Kafka took %d of %d events within %s".formatted(sent.size(),
                            events.size(), timeout));
                }
                WormholeEvent event = entry.event();
                ProducerRecord<String, byte[]> message = new ProducerRecord<>(kafka.topic(),
                        event.subject() == null ? event.type() : event.subject(), format.cloudEvent(entry));
                message.headers().add("content-type", CONTENT_TYPE);
                Future<RecordMetadata> one = open.send(message);
                sent.add(one);
                if (one.isDone()) {
                    // what failed at once must not be overtaken by what comes after it
                    one.get();
                }
            }
            for (Future<RecordMetadata> one : sent) {
                one.get(Math.max(0, left(begun)), TimeUnit.MILLISECONDS);
            }
            return new SendResult.Accepted(200);
        } catch (ExecutionException failed) {
            return failure(failed.getCause() == null ? failed : failed.getCause());
        } catch (InterruptException shutdown) {
            Thread.interrupted();
            throw new InterruptedException();
        } catch (KafkaException | TimeoutException | AddressRefusedException failed) {
            return failure(failed);
        }
    }

    private long left(long begun) {
        return timeout.minusNanos(System.nanoTime() - begun).toMillis();
    }

    private SendResult failure(Throwable cause) {
        if (cause instanceof RecordTooLargeException || cause instanceof SerializationException) {
            return new SendResult.Refused(REFUSED, cause.toString());
        }
        // what it still holds must not arrive after what is sent next
        close();
        return new SendResult.Failed(null, cause.toString(), null);
    }

    /// Made when it is first needed: a broker's name that is not known yet is a failed send, not a failed start. Kafka's client
    /// connects by itself, so what it is given is judged before.
    private synchronized Producer<String, byte[]> producer() throws AddressRefusedException {
        if (producer == null) {
            List<String> _ = unknown();
            producer = new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
