package ink.dreamnet.halo.security;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.SecuredHalo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// What somebody wrote into encrypted columns who has the database and not the key.
@OnH2
class TamperedValuesTest extends SecuredHalo {

    private static final String[] TOKEN = {"Authorization", "Bearer " + ADMIN};
    private static final String[] OPERATOR = {"Authorization", "Bearer " + FIRST};

    @Autowired
    Api api;
    @Autowired
    JdbcTemplate jdbc;

    private JsonNode get(String path) {
        Api.Answer answer = api.get(path, TOKEN);
        assertThat(answer.status()).as(path).isEqualTo(200);
        return answer.body();
    }

    private void put(String path, String body) {
        assertThat(api.put(path, body, TOKEN).status()).as(path).isIn(200, 201);
    }

    @Test
    void valuesInClearAreNotUsedAndKeepNobodyFromTheOthers() {
        for (String id : new String[]{"good", "evil"}) {
            put("/api/halo/endpoints/tampered-" + id, "{\"url\": \"http://127.0.0.1:9/\", \"attempts\": 1}");
            put("/api/halo/wormholes/tampered-" + id, """
                    {"match": {"labels": {"tampered": "%s"}}, "action": "task",
                     "task": {"type": "%s.repair", "roles": ["Leaser"]}}""".formatted(id, id));
            assertThat(api.post("/api/halo/events", """
                    {"specversion": "1.0", "id": "tampered-%s", "source": "/shop", "type": "shop.down",
                     "subject": "endpoint:tampered-%s", "tampered": "%s", "severity": "critical",
                     "data": {"message": "x"}}""".formatted(id, id, id), TOKEN).status()).isEqualTo(202);
        }
        Awaitility.await().until(() -> Long.valueOf(0).equals(
                jdbc.queryForObject("select count(*) from wormhole_intake", Long.class)));
        assertThat(api.post("/api/halo/run", null, OPERATOR).status()).isEqualTo(200);

        tamper("definition", "definition", "id = 'tampered-evil'", "{\"url\": \"http://evil.example/\"}");
        jdbc.update("update definition_revision set revision = revision + 1");
        jdbc.update(
                "update definition set revision = (select revision from definition_revision where kind = 'endpoint')"
                        + " where id = 'tampered-evil'");
        tamper("wormhole_rule", "definition", "id = 'tampered-evil'", "{\"action\": \"record\"}");
        tamper("wormhole_event", "data", "event_id = 'tampered-evil'", "{\"message\": \"forged\"}");
        tamper("repair_task", "payload", "type = 'evil.repair'", "{\"instruction\": \"evil\"}");

        assertThat(get("/api/halo/endpoints").toString()).contains("tampered-good").doesNotContain("evil.example");
        assertThat(get("/api/halo/wormholes").toString()).contains("tampered-good").doesNotContain("tampered-evil");
        assertThat(get("/api/halo/tasks?subject=endpoint:tampered-good").at("/tasks/0/payload").toString())
                .doesNotContain("unreadable");
        JsonNode task = get("/api/halo/tasks?subject=endpoint:tampered-evil").at("/tasks/0");
        assertThat(task.at("/payload/unreadable").asString()).contains("repair_task.payload is in clear");
        assertThat(api.post("/api/halo/tasks/%s/approve".formatted(task.get("id").asString()), "{}", OPERATOR)
                .status()).as("it is not what was proposed")
                .isEqualTo(409);
        JsonNode event = get("/api/halo/events?direction=in&subject=endpoint:tampered-evil").at("/events/0");
        assertThat(get("/api/halo/events/" + event.get("id").asString()).toString())
                .contains("wormhole_event.data is in clear").doesNotContain("forged");

        put("/api/halo/endpoints/tampered-evil", "{\"url\": \"http://127.0.0.1:9/new\", \"attempts\": 1}");
        assertThat(get("/api/halo/endpoints/tampered-evil").toString()).as("put anew").contains("/new");
    }

    private void tamper(String table, String column, String where, String value) {
        assertThat(jdbc.queryForObject("select %s from %s where %s".formatted(column, table, where), String.class))
                .startsWith("enc:1:");
        assertThat(jdbc.update("update %s set %s = ? where %s".formatted(table, column, where), value)).isOne();
    }
}
