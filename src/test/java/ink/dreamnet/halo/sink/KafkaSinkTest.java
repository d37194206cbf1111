package ink.dreamnet.halo.sink;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventData;
import ink.dreamnet.halo.event.EventFormat;
import ink.dreamnet.halo.event.SequencedEvent;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.http.Provenance;
import ink.dreamnet.halo.http.SendResult;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.Networks;
import ink.dreamnet.halo.support.TestBroker;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The Kafka sink against a real broker.
class KafkaSinkTest {

    private static final String TOPIC = TestBroker.OUT;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static Sink sink(String servers) {
        return sink(servers, Map.of());
    }

    private static Sink sink(String servers, Map<String, String> properties) {
        DeliverySettings delivery = new DeliverySettings(Duration.ofSeconds(1), Duration.ofSeconds(5), 3,
                Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 3, Duration.ofSeconds(1), 1);
        return new KafkaSink(new SinkSettings("bus", "kafka", null, List.of("*"), "info", "cloudevents",
                List.of(), Map.of(), delivery, AlertmanagerSettings.DEFAULT,
                new KafkaSettings(servers, TOPIC, properties)), new EventFormat(JSON),
                Networks.LOCAL.reach(Provenance.CONFIGURATION));
    }

    private static SequencedEvent entry(int number) {
        UUID id = UUID.randomUUID();
        return new SequencedEvent(WormholeEvent
                .builder(Direction.OUT, "urn:halo:test", id.toString(), "halo.task.approved",
                        Instant.parse("2026-11-24T10:00:00Z"))
                .id(id).subject("endpoint:e" + number % 5)
                .data(EventData.of(JSON.valueToTree(Map.of("n", number)))).build(), (long) number);
    }

    @Test
    void sendWhenAServerIsNotAllowedFails() throws InterruptedException {
        Sink sink = sink("169.254.169.254:9092");
        assertThat(sink.check()).hasValueSatisfying(problem -> assertThat(problem).contains("metadata"));
        assertThat(sink.send(List.of(entry(1)))).isInstanceOf(SendResult.Failed.class).asString()
                .contains("halo.network.allow does not name it");
    }

    @Test
    void sendWritesCloudEventsInOrderOfEachSubject() throws InterruptedException {
        Sink sink = sink(TestBroker.servers());
        try {
            List<SequencedEvent> some = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                some.add(entry(i));
            }
            assertThat(sink.send(some.subList(0, 150))).isInstanceOf(SendResult.Accepted.class);
            assertThat(sink.send(some.subList(150, 200))).isInstanceOf(SendResult.Accepted.class);
        } finally {
            sink.close();
        }
        List<ConsumerRecord<String, String>> heard = hear(200);
        for (int subject = 0; subject < 5; subject++) {
            String key = "endpoint:e" + subject;
            assertThat(heard.stream().filter(message -> message.key().equals(key))
                    .map(message -> JSON.readTree(message.value()).path("data").path("n").asInt()))
                    .hasSize(40).isSorted();
        }
        ConsumerRecord<String, String> first = heard.getFirst();
        assertThat(new String(first.headers().lastHeader("content-type").value(), StandardCharsets.UTF_8))
                .startsWith("application/cloudevents+json");
        JsonNode event = JSON.readTree(first.value());
        assertThat(event.path("specversion").asString()).isEqualTo("1.0");
        assertThat(event.path("type").asString()).isEqualTo("halo.task.approved");
        assertThat(event.path("source").asString()).isEqualTo("urn:halo:test");
    }

    @Test
    void sendWhenNoBrokerAnswersFails() throws InterruptedException {
        Sink sink = sink("127.0.0.1:" + FleetServer.closedPort());
        try {
            List<SequencedEvent> some = IntStream.range(0, 50).mapToObj(KafkaSinkTest::entry).toList();
            long before = System.nanoTime();
            assertThat(sink.send(some)).isInstanceOf(SendResult.Failed.class);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
        } finally {
            sink.close();
        }
    }

    @Test
    void sendWhenAnEventIsTooLargeIsRefused() throws InterruptedException {
        Sink sink = sink(TestBroker.servers(), Map.of("max.request.size", "100"));
        try {
            assertThat(sink.send(List.of(entry(1), entry(2)))).isInstanceOf(SendResult.Refused.class);
        } finally {
            sink.close();
        }
    }

    @Test
    void openWhenASettingIsWrongSaysWhich() {
        assertThatThrownBy(() -> sink("127.0.0.1:9092", Map.of("compression.type", "zip")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("compression.type")
                .hasMessageContaining("zip");
    }

    private static List<ConsumerRecord<String, String>> hear(int count) {
        List<ConsumerRecord<String, String>> heard = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, TestBroker.servers(),
                        ConsumerConfig.GROUP_ID_CONFIG, "test", ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            for (int poll = 0; poll < 60 && heard.size() < count; poll++) {
                consumer.poll(Duration.ofMillis(500)).forEach(heard::add);
            }
        }
        assertThat(heard).hasSize(count);
        return heard;
    }
}
