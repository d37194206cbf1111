package ink.dreamnet.halo.wormhole;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import ink.dreamnet.halo.sink.SinkTest;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestBroker;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Events from a real broker.
@OnPostgres
class KafkaIntakeTest extends SinkTest {

    @Autowired
    Api api;
    @Autowired
    JdbcTemplate jdbc;

    @AfterEach
    void takeEverythingAgain() {
        jdbc.execute("alter table wormhole_event drop constraint no_poison");
    }

    private static ProducerRecord<String, String> message(String value, String... headers) {
        ProducerRecord<String, String> message = new ProducerRecord<>(TestBroker.IN, value);
        for (int i = 0; i < headers.length; i += 2) {
            message.headers().add(headers[i], headers[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return message;
    }

    private static String structured(int id) {
        return "{\"specversion\":\"1.0\",\"id\":\"%d\",\"source\":\"/bus\",\"type\":\"bus.told\"}".formatted(id);
    }

    @Test
    void messagesAreTakenInOnceWhateverTheirMode() {
        List<ProducerRecord<String, String>> messages = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            messages.add(message(structured(i), "content-type", "application/cloudevents+json; charset=UTF-8"));
        }
        messages.add(message(structured(7), "content-type", "application/cloudevents+json"));
        messages.add(message("not an event"));
        messages.add(message("{\"a\":1}", "ce_specversion", "1.0", "ce_id", "b", "ce_source", "/bus", "ce_type",
                "bus.binary", "content-type", "application/json"));
        messages.add(
                message("not JSON", "ce_specversion", "1.0", "ce_id", "r/%2F", "ce_source", "/bus/a%20b", "ce_type",
                        "bus.raw", "ce_severity", "notice"));
        messages.add(message("{}", "ce_specversion", "1.0", "ce_id", "o", "ce_source", "/bus", "ce_type", "bus.odd",
                "content-type", "odd"));
        jdbc.execute("alter table wormhole_event add constraint no_poison check (type <> 'bus.poison')");
        messages.add(
                message("{}", "ce_specversion", "1.0", "ce_id", "p", "ce_source", "/bus", "ce_type", "bus.poison"));
        messages.add(message("{\"sourceType\":\"squad\",\"eventType\":\"bus.dreamnet\",\"payload\":{}}"));
        messages.add(message("{\"specversion\":\"1.0\",\"source\":\"/bus\",\"type\":\"bus.told\"}"));
        messages.add(message("""
                [{"sourceType": "squad"}, {"sourceType": "squad", "eventType": "bus.listed", "payload": {}}]"""));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, TestBroker.servers()), new StringSerializer(),
                new StringSerializer())) {
            messages.forEach(producer::send);
        }
        Awaitility.await().atMost(Duration.ofMinutes(1))
                .until(() -> api.get("/api/halo/events?type=bus.*&limit=200").body().path("events").size() == 105);
        JsonNode events = api.get("/api/halo/events?type=bus.*&limit=200").body().path("events");
        assertThat(StreamSupport.stream(events.spliterator(), false).map(event -> event.path("type").asString())
                .filter(type -> !type.equals("bus.told")))
                .containsExactlyInAnyOrder("bus.binary", "bus.raw", "bus.odd", "bus.dreamnet", "bus.listed");
        JsonNode raw = api.get("/api/halo/events?type=bus.raw").body().at("/events/0");
        assertThat(raw.path("source").stringValue()).isEqualTo("/bus/a%20b");
        assertThat(raw.path("eventId").stringValue()).isEqualTo("r/%2F");
        assertThat(raw.path("dataContentType").stringValue()).isEqualTo("application/octet-stream");
        Awaitility.await().until(() -> api.get("/actuator/metrics/halo.events.kafka.malformed").body()
                .at("/measurements/0/value").asInt() == 4);
    }
}
