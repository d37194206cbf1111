package ink.dreamnet.halo.wormhole;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import ink.dreamnet.halo.core.DatabaseFailure;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.core.TooManyRequestsException;
import ink.dreamnet.halo.core.UnavailableException;
import ink.dreamnet.halo.event.EventKey;
import ink.dreamnet.halo.event.WormholeEvent;
import io.micrometer.core.instrument.Counter;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;

/// Accepts events from topics of Apache Kafka as if they were posted (CloudEvents' Kafka protocol binding 1.0.2: structured and
/// binary mode, and DreamNet's form). Offsets are committed after the events are, so what comes twice is a duplicate. What is no
/// event is logged with its place and skipped: waiting would block all that comes after.
final class KafkaPolling implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaPolling.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final String ATTRIBUTE = "ce_";
    private static final String CONTENT_TYPE = "content-type";

    private final KafkaInProperties properties;
    private final EventReader reader;
    private final EventIntake intake;
    private final Counter malformed;
    private volatile boolean open = true;
    /// Whether the last events could not be accepted; of the thread that polls.
    private boolean waiting;

    /// @param malformed counts the messages that are no events
    KafkaPolling(KafkaInProperties properties, EventReader reader, EventIntake intake, Counter malformed) {
        this.properties = properties;
        this.reader = reader;
        this.intake = intake;
        this.malformed = malformed;
    }

    /// @throws StartRefusedException where a setting of Kafka's consumer is wrong
    static void check(KafkaInProperties properties) {
        Map<String, Object> whole = configuration(properties);
        whole.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        whole.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        try {
            ConsumerConfig ignored = new ConsumerConfig(whole);
        } catch (ConfigException wrong) {
            throw new StartRefusedException("halo.wormhole.kafka-in.properties: " + wrong.getMessage(),
                    "Correct the setting of Kafka's consumer, or take it away.", wrong);
        }
    }

    private static Map<String, Object> configuration(KafkaInProperties properties) {
        Map<String, Object> configuration = new HashMap<>(properties.properties());
        configuration.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers());
        configuration.put(ConsumerConfig.GROUP_ID_CONFIG, properties.group());
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuration.putIfAbsent(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return configuration;
    }

    @Override
    public void run() {
        boolean failing = false;
        while (open) {
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(configuration(properties),
                    new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer.subscribe(properties.topics());
                while (open) {
                    take(consumer, consumer.poll(POLL));
                    failing = false;
                }
            } catch (RuntimeException failed) {
                if (open && !failing) {
                    LOG.error("Events of Kafka cannot be accepted; it is tried again until it works", failed);
                }
                failing = true;
                pause();
            }
        }
    }

    private void take(KafkaConsumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> messages) {
        if (messages.isEmpty()) {
            return;
        }
        List<WormholeEvent> events = new ArrayList<>(messages.count());
        Map<TopicPartition, OffsetAndMetadata> after = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            events.addAll(read(message));
            after.put(new TopicPartition(message.topic(), message.partition()),
                    new OffsetAndMetadata(message.offset() + 1));
        }
        try {
            accept(events);
            waiting = false;
        } catch (TooManyRequestsException | UnavailableException later) {
            if (!waiting) {
                LOG.warn("Events of Kafka wait, because HALO cannot accept them just now; it is tried again", later);
            }
            waiting = true;
            messages.partitions().forEach(
                    partition -> consumer.seek(partition, messages.records(partition).getFirst().offset()));
            pause();
            return;
        }
        consumer.commitSync(after);
    }

    /// Accepts what can be stored. An event that the database refuses, whenever it is tried, is logged and skipped: it would block
    /// all that comes after it.
    private void accept(List<WormholeEvent> events) {
        try {
            intake.acceptAll(events);
        } catch (UnavailableException failed) {
            Throwable cause = failed.getCause();
            if (!(cause instanceof DataAccessException) || DatabaseFailure.of(cause).isPresent()) {
                throw failed;
            }
            if (events.size() == 1) {
                malformed("%s of %s".formatted(events.getFirst().eventId(), events.getFirst().source()), failed);
            } else {
                accept(events.subList(0, events.size() / 2));
                accept(events.subList(events.size() / 2, events.size()));
            }
        }
    }

    private List<WormholeEvent> read(ConsumerRecord<byte[], byte[]> message) {
        String place = "%s/%d/%d".formatted(message.topic(), message.partition(), message.offset());
        Map<String, String> attributes = new TreeMap<>();
        String type = null;
        try {
            for (Header header : message.headers()) {
                String name = header.key().toLowerCase(Locale.ROOT);
                String value = header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
                if (name.startsWith(ATTRIBUTE)) {
                    attributes.put(name.substring(ATTRIBUTE.length()), value);
                } else if (name.equals(CONTENT_TYPE)) {
                    type = value;
                }
            }
            String given = type == null && !attributes.containsKey("specversion")
                    ? MediaType.APPLICATION_JSON_VALUE
                    : type;
            // a topic that was made anew counts its offsets from the beginning, so the time belongs to the identity
            String key = EventKey.of("kafka:" + message.topic(), "%d/%d/%d".formatted(message.partition(),
                    message.offset(), message.timestamp())).toString();
            return reader.readEach(new EventReader.Sent(attributes, given, key,
                    message.value() == null ? new byte[0] : message.value()), wrong -> malformed(place, wrong));
        } catch (InvalidInputException | HttpMediaTypeNotSupportedException wrong) {
            malformed(place, wrong);
            return List.of();
        }
    }

    private void malformed(String place, Exception wrong) {
        malformed.increment();
        LOG.warn("The message {} of Kafka is no event that can be accepted, or has an invalid one: {}", place,
                wrong.getMessage());
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException stopped) {
            LOG.debug("Not waiting for the next try", stopped);
        }
    }

    /// Ends [#run] after what is under way.
    void end() {
        open = false;
    }
}
