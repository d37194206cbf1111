package ink.dreamnet.halo.task.lease;

import java.time.Duration;
import java.util.List;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.dispatch.TaskRoom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// What holders of tokens may not do for others. What one person may not do twice: `SeparateDutiesTest`.
@OnH2
class DutiesTest extends TaskRoom {

    private JsonNode token(String name, String role, String binding) {
        Api.Answer made = api.post("/api/halo/tokens",
                "{\"name\": \"%s\", \"role\": \"%s\"%s}".formatted(name, role, binding));
        assertThat(made.status()).as(made.response().body()).isEqualTo(201);
        return made.body();
    }

    private String[] bearer(String name, String role, String binding) {
        return new String[]{"Authorization", "Bearer " + token(name, role, binding).get("secret").asString()};
    }

    private void forbidden(Api.Answer answer, String reason) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(403);
        assertThat(answer.body().path("error").asString()).contains(reason);
    }

    @BeforeEach
    void register() {
        agent("mine", "Leaser");
        agent("theirs", "Leaser");
    }

    @Test
    void agentWhenItSpeaksForAnotherIsRefused() {
        String[] mine = bearer("worker", "agent", ", \"agent\": \"mine\"");
        assertThat(api.post("/api/halo/agents/mine/heartbeat", null, mine).status()).isEqualTo(200);
        forbidden(api.post("/api/halo/agents/theirs/heartbeat", null, mine), "agent 'mine'");
        forbidden(api.post("/api/halo/agents/heartbeats",
                "{\"heartbeats\": [{\"agent\": \"mine\"}, {\"agent\": \"theirs\"}]}", mine), "'theirs'");
        assertThat(api.put("/api/halo/agents/mine", "{\"role\": \"Leaser\"}", mine).status()).isEqualTo(200);
        forbidden(api.put("/api/halo/agents/theirs", "{\"role\": \"Leaser\"}", mine), "'theirs'");
        forbidden(api.post("/api/halo/run", "{}", mine), "it takes operator or admin");
        TaskView task = approved("Leaser");
        forbidden(api.post("/api/halo/tasks/lease", "{\"agent\": \"theirs\"}", mine), "'theirs'");
        JsonNode leased = lease("theirs").body().get("leased").get(0);
        String lease = leased.get("lease").get("id").asString();
        forbidden(api.post(path(task) + "/heartbeat", "{\"lease\": \"%s\"}".formatted(lease), mine), "'theirs'");
        forbidden(api.post(path(task) + "/result",
                "{\"lease\": \"%s\", \"outcome\": \"succeeded\"}".formatted(lease), mine), "'theirs'");
        assertThat(status(task.id())).isEqualTo(TaskStatus.RUNNING);
        forbidden(api.post(path(task) + "/approve", "{}", mine), "it takes operator");
    }

    @Test
    void refusalIsInTheAuditTrailOnceAMinute() {
        clock.advance(Duration.ofMinutes(2));
        String[] mine = bearer("worker", "agent", ", \"agent\": \"mine\"");
        forbidden(api.post("/api/halo/agents/theirs/heartbeat", null, mine), "'theirs'");
        forbidden(api.post("/api/halo/pause", "{\"reason\": \"x\"}", mine), "operator");
        assertThat(api.post("/api/halo/pause", "{\"reason\": \"x\"}", "Authorization", "Bearer halo_nobodys").status())
                .isEqualTo(401);
        List<JsonNode> refusals = refusals().stream()
                .filter(entry -> !entry.get("subjectId").asString().equals("further calls")).toList();
        assertThat(refusals).extracting(entry -> entry.get("actor").asString()).containsExactly("unknown", "worker");
        assertThat(refusals.getLast().get("subjectId").asString()).isEqualTo("POST /api/halo/agents/theirs/heartbeat");
        assertThat(refusals.getLast().get("role").asString()).isEqualTo("agent");
        assertThat(refusals.getLast().get("address").asString()).isEqualTo("127.0.0.1");
        clock.advance(Duration.ofMinutes(2));
        Awaitility.await().until(() -> !refusals().isEmpty());
        assertThat(refusals()).singleElement().satisfies(entry -> {
            assertThat(entry.get("reason").asString()).startsWith("1 more, from ");
            assertThat(entry.get("to").asString()).isEqualTo("forbidden");
            assertThat(entry.get("address").asString()).isEqualTo("127.0.0.1");
        });
    }

    private List<JsonNode> refusals() {
        return list(api.get("/api/halo/audit?action=access.refused&since=" + clock.instant().minusSeconds(60)).body()
                .get("audit"));
    }

    @Test
    void agentsOfASquadWhenTheyShareATokenAreThoseOfTheSquadAlone() {
        assertThat(api.put("/api/halo/agents/member", "{\"role\": \"Leaser\", \"squad\": \"guards\"}").status())
                .isIn(200, 201);
        String[] guards = bearer("guards", "agent", ", \"squad\": \"guards\"");
        assertThat(api.post("/api/halo/agents/member/heartbeat", null, guards).status()).isEqualTo(200);
        assertThat(api.put("/api/halo/agents/recruit", "{\"role\": \"Leaser\", \"squad\": \"guards\"}", guards)
                .status()).isIn(200, 201);
        forbidden(api.post("/api/halo/agents/mine/heartbeat", null, guards), "squad 'guards'");
        forbidden(api.put("/api/halo/agents/mine", "{\"role\": \"Leaser\", \"squad\": \"guards\"}", guards), "'mine'");
        forbidden(api.put("/api/halo/agents/member", "{\"role\": \"Leaser\", \"squad\": \"thieves\"}", guards),
                "'member'");
    }

    @Test
    void sourceWhenItReportsForAnotherIsRefused() {
        String[] shop = bearer("shop", "source", ", \"source\": \"shop\"");
        assertThat(api.post("/api/halo/signals", "[{\"source\": \"shop\", \"requests\": 1}]", shop).status())
                .isEqualTo(200);
        forbidden(api.post("/api/halo/signals",
                "[{\"source\": \"shop\", \"requests\": 1}, {\"source\": \"bank\", \"requests\": 1}]", shop), "'bank'");
        forbidden(api.post("/api/halo/deploys", "{\"service\": \"bank\", \"version\": \"1\"}", shop), "'bank'");
        forbidden(api.post("/api/halo/events",
                "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"bank\", \"type\": \"x.y\"}", shop), "'bank'");
        forbidden(api.get("/api/halo/status", shop), "viewer");
    }

    @Test
    void adminWhenNoOperatorHasTheNameDoesNotApprove() {
        TaskView task = propose("Leaser");
        String[] admin = bearer("dave", "admin", "");
        forbidden(api.post(path(task) + "/approve", "{}", admin), "The role admin may not do this; it takes operator");
        token("dave", "operator", "");
        assertThat(api.post(path(task) + "/approve", "{}", admin).status()).isEqualTo(200);
    }

    @Test
    void tokenWhenMadeIsShownOnceAndEndsWhenRevokedOrOver() {
        JsonNode made = token("erin", "viewer", ", \"expiresAt\": \"%s\"".formatted(clock.instant().plusSeconds(3600)));
        String secret = made.get("secret").asString();
        String[] erin = {"Authorization", "Bearer " + secret};
        assertThat(secret).startsWith("halo_" + made.get("token").get("prefix").asString().substring(5));
        assertThat(api.get("/api/halo/status", erin).status()).isEqualTo(200);
        String listed = api.get("/api/halo/tokens").response().body();
        assertThat(listed).contains("erin", "127.0.0.1").doesNotContain(secret);
        assertThat(jdbc.sql("select digest from access_token where name = 'erin'").query(String.class).list())
                .doesNotContain(secret);
        clock.advance(Duration.ofHours(1));
        assertThat(api.get("/api/halo/status", erin).status()).isEqualTo(401);
        JsonNode other = token("erin", "viewer", "");
        String[] again = {"Authorization", "Bearer " + other.get("secret").asString()};
        assertThat(api.get("/api/halo/status", again).status()).isEqualTo(200);
        String id = other.get("token").get("id").asString();
        assertThat(api.delete("/api/halo/tokens/" + id).status()).isEqualTo(200);
        assertThat(api.get("/api/halo/status", again).status()).isEqualTo(401);
        assertThat(api.delete("/api/halo/tokens/" + id).status()).isEqualTo(404);
        assertThat(api.get("/api/halo/audit?subjectId=" + id).body().get("audit").valueStream()
                .map(entry -> entry.get("action").asString())).containsExactly("token.revoked", "token.created");
    }

    @Test
    void tokenWhenWrongIsRefusedAndNothingIsMade() {
        for (List<String> wrong : List.of(List.of("{}", "name"), List.of("{\"name\": \"x\"}", "role"),
                List.of("{\"name\": \"x\", \"role\": \"king\"}", "viewer, agent, source, operator, admin"),
                List.of("{\"name\": \"x\", \"role\": \"agent\"}", "agent"),
                List.of("{\"name\": \"x\", \"role\": \"viewer\", \"agent\": \"y\"}", "belongs to the role agent"),
                List.of("{\"name\": \"admin\", \"role\": \"viewer\"}", "HALO's own"),
                List.of("{\"name\": \"x\", \"role\": \"viewer\", \"expiresAt\": \"2020-01-01T00:00:00Z\"}",
                        "expiresAt"),
                List.of("{\"name\": \"x\", \"role\": \"viewer\", \"rolle\": \"y\"}", "rolle"))) {
            Api.Answer answer = api.post("/api/halo/tokens", wrong.getFirst());
            assertThat(answer.status()).as(wrong.getFirst()).isEqualTo(400);
            assertThat(answer.response().body()).contains(wrong.getLast());
        }
        assertThat(jdbc.sql("select count(*) from access_token where name in ('x', 'admin')").query(Long.class)
                .single()).isZero();
    }
}
