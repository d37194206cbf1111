package ink.dreamnet.halo.resonance.dreamnet;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// What DreamNet's clients read.
@HaloTest
@OnPostgres
class DreamNetInsightsTest {

    private static final String LIST = "/api/resonance/insights";

    @Autowired
    Api api;
    @Autowired
    JdbcTemplate jdbc;

    @BeforeEach
    void forget() {
        List.of("memory_trait", "memory_entity", "insight").forEach(table -> jdbc.update("delete from " + table));
    }

    private void reliability(String kind, String id, double value) {
        jdbc.update(
                "insert into memory_entity (kind, id, since_ms, changed_ms, as_of_ms, reference) values (?, ?, 1, 2, 2, 0)",
                kind, id);
        jdbc.update("""
                insert into memory_trait (kind, id, trait, trait_value, effective, hours, changed_ms)
                values (?, ?, 'RELIABILITY', ?, 1, 1, 2)""", kind, id, value);
    }

    private void insight(int number, String severity) {
        OffsetDateTime at = OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC).plusMinutes(number);
        jdbc.update(
                """
                        insert into insight (id, number, pattern, severity, state, sentence, body, first_seen_at, last_seen_at, heeded)
                        values (?, ?, 'recurrence', ?, 'OPEN', 'it returns', ?, ?, ?, true)""",
                new UUID(number, 1), number, severity,
                "{\"subjects\":[{\"kind\":\"endpoint\",\"id\":\"shop\"},{\"kind\":\"agent\",\"id\":\"ann\"}],\"evidence\":{},\"actions\":[]}",
                at, at);
    }

    private List<JsonNode> insights(Api.Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        assertThat(answer.body().get("ok").asBoolean()).isTrue();
        List<JsonNode> items = new ArrayList<>();
        answer.body().get("insights").forEach(items::add);
        return items;
    }

    @Test
    void listWhenNothingIsKnownIsEmpty() {
        assertThat(api.get(LIST).body().toString()).isEqualTo("{\"ok\":true,\"insights\":[]}");
    }

    @Test
    void computeWhenTraitsCrossTheBoundsAnswersByDreamNetsRules() {
        reliability("ENDPOINT", "alone", 0.39);
        reliability("AGENT", "at-the-bound", 0.45);
        reliability("SQUAD", "at-the-bound", 0.75);
        assertThat(insights(api.get(LIST))).isEmpty();

        reliability("ENDPOINT", "too", 0.1);
        reliability("AGENT", "weak", 0.4499);
        reliability("SQUAD", "good", 0.76);
        List<JsonNode> computed = insights(api.post("/api/resonance/compute", null));
        assertThat(computed).extracting(one -> one.get("pattern").asString() + " " + one.get("entityType").asString()
                + " " + one.get("entityIds") + " " + one.get("severity").asString()).containsExactlyInAnyOrder(
                        "endpoints.cluster-failing endpoint [\"too\",\"alone\"] high",
                        "agents.needing-support agent [\"weak\"] medium",
                        "squads.high-performing squad [\"good\"] low");
        assertThat(computed).allSatisfy(one -> {
            assertThat(one.propertyNames()).containsExactlyInAnyOrder("id", "createdAt", "pattern", "description",
                    "suggestedActions", "entityType", "entityIds", "severity");
            assertThat(one.get("suggestedActions").isArray()).isTrue();
        });
        assertThat(insights(api.get(LIST))).isEqualTo(computed);
    }

    @Test
    void listWhenHaloRaisedInsightsShowsTheNewestInDreamNetsForm() {
        for (int number = 1; number <= 30; number++) {
            insight(number, number == 30 ? "CRITICAL" : "MEDIUM");
        }
        List<JsonNode> shown = insights(api.get(LIST));
        assertThat(shown).hasSize(20);
        JsonNode newest = shown.getFirst();
        assertThat(newest.get("id").asString()).isEqualTo(new UUID(30, 1).toString());
        assertThat(newest.get("severity").asString()).as("DreamNet knows no critical").isEqualTo("high");
        assertThat(newest.get("entityType").asString()).isEqualTo("endpoint");
        assertThat(newest.get("entityIds").toString()).isEqualTo("[\"shop\"]");
        assertThat(newest.get("suggestedActions").toString()).isEqualTo("[]");
        assertThat(insights(api.post("/api/resonance/compute", "{}"))).hasSize(30);
    }
}
