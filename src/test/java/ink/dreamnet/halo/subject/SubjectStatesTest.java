package ink.dreamnet.halo.subject;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectList;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import ink.dreamnet.halo.weakpoint.Suppressions;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// The state of subjects from the outside: what is registered, what cycles find, and what operators do in between.
@HaloTest
@OnPostgres
class SubjectStatesTest {

    @Autowired
    Api api;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    SubjectEvents events;
    @Autowired
    SubjectLoop loop;
    @Autowired
    SubjectTable table;
    @Autowired
    WeakPoints weakPoints;
    @Autowired
    Suppressions suppressions;
    @Autowired
    SubjectProperties properties;

    private final FleetServer server = FleetServer.start(1);

    @BeforeEach
    void register() {
        api.put("/api/halo/endpoints/shop", "{\"url\": \"http://127.0.0.1:%d/e/0\", \"labels\": {\"team\": \"web\"}}"
                .formatted(server.port()));
        api.put("/api/halo/agents/keeper", "{\"role\": \"DreamOps\", \"labels\": {\"team\": \"web\"}}");
        api.put("/api/halo/squads/blue", "{\"members\": [\"keeper\"]}");
    }

    @AfterEach
    void remove() {
        api.get("/api/halo/silences?limit=200").body().get("silences")
                .forEach(silence -> api.delete("/api/halo/silences/" + silence.get("id").asString()));
        List.of("endpoints/shop", "agents/keeper", "squads/blue").forEach(path -> api.delete("/api/halo/" + path));
        assertThat(api.get("/api/halo/subjects?label=team=web").body().get("subjects")).as("what is removed").isEmpty();
        assertThat(api.get("/api/halo/subjects/squad/blue").status()).isEqualTo(404);
        api.post("/api/halo/run", null);
        server.close();
    }

    @Test
    void subjectIsListedBeforeItIsChecked() {
        assertThat(state("shop")).isEqualTo("unknown");
        assertThat(api.get("/api/halo/endpoints/shop").body().at("/endpoint/state").asString()).isEqualTo("unknown");
        assertThat(api.get("/api/halo/subjects").body().at("/counts/byKind/squad/unknown").asInt()).isEqualTo(1);
        Awaitility.await().untilAsserted(() -> assertThat(
                api.get("/api/halo/subjects?squad=blue").body().at("/subjects/0/id").asString()).isEqualTo("keeper"));
    }

    @Test
    void stateFollowsCyclesAndOperators() {
        run("up");
        JsonNode up = api.get("/api/halo/endpoints/shop").body().get("endpoint");
        assertThat(up.at("/lastResult/status").asInt()).isEqualTo(200);
        assertThat(up.at("/lastResult/latencyMs").asDouble()).isPositive();
        assertThat(up.get("recentChecks").asString()).isEqualTo("u");

        server.set(0, FleetServer.BROKEN);
        run("weak");
        JsonNode weak = api.get("/api/halo/subjects?state=weak").body().at("/subjects/0");
        assertThat(weak.get("recentChecks").asString()).isEqualTo("uc");
        assertThat(weak.at("/weakPoints/0/severity").asString()).isEqualTo("critical");

        for (String subject : List.of("endpoints/shop", "squads/blue")) {
            String shown = api.get("/api/halo/" + subject).body().get(subject.replaceAll("s/.*", "")).toString();
            assertThat(api.put("/api/halo/" + subject, shown).status()).as("an answer can be put back").isEqualTo(200);
        }

        String silence = silence("\"matchers\": [\"subject=endpoint:shop\"]");
        assertThat(state("shop")).isEqualTo("silenced");
        assertThat(api.get("/api/halo/subjects?state=weak").body().get("subjects")).isEmpty();
        api.delete("/api/halo/silences/" + silence);
        assertThat(state("shop")).isEqualTo("weak");

        server.set(0, FleetServer.UP);
        run("up");
        assertThat(api.get("/api/halo/endpoints").body().at("/endpoints/0/recentChecks").asString()).startsWith("ucu");
    }

    @Test
    void maintenanceWindowCoversWhatIsWell() {
        run("up");
        String window = silence("\"kind\": \"maintenance\", \"matchers\": [\"labels.team=web\"]");
        Awaitility.await().untilAsserted(() -> assertThat(state("shop")).isEqualTo("maintenance"));
        api.delete("/api/halo/silences/" + window);
        Awaitility.await().untilAsserted(() -> assertThat(state("shop")).isEqualTo("up"));

        silence("\"kind\": \"maintenance\", \"matchers\": [\"labels.team=web\", \"code=endpoint.slow\"]");
        run("up");
    }

    @Test
    void agentWhenPausedIsPaused() {
        api.post("/api/halo/agents/keeper/pause", null);
        JsonNode keeper = api.get("/api/halo/agents?liveness=paused").body().at("/agents/0");
        assertThat(keeper.get("liveness").asString()).isEqualTo("paused");
        assertThat(keeper.get("state").asString()).isEqualTo("paused");
        api.post("/api/halo/agents/keeper/resume", null);
        assertThat(api.get("/api/halo/agents/keeper").body().at("/agent/state").asString()).isEqualTo("unknown");
    }

    @Test
    void everythingIsUnknownWhereNoCycleCame() {
        run("up");
        clock.advance(Duration.ofMinutes(59));
        events.watch();
        assertThat(state("shop")).isEqualTo("up");
        clock.advance(Duration.ofMinutes(2));
        events.watch();
        assertThat(state("shop")).isEqualTo("unknown");
        run("up");
    }

    /// A process that was killed after it recorded a cycle has left a note.
    @Test
    void stateFollowsWeakPointsOfACycleThatNobodyTookIn() {
        run("up");
        server.set(0, FleetServer.BROKEN);
        loop.stop();
        api.post("/api/halo/run", null);
        assertThat(state("shop")).isEqualTo("up");
        events.watch();
        assertThat(state("shop")).as("it may still be taken in").isEqualTo("up");
        clock.advance(Duration.ofMinutes(2));
        events.watch();
        assertThat(state("shop")).isEqualTo("weak");
        assertThat(jdbc.queryForList("select * from subject_pending")).isEmpty();
        loop.start();
        // what waited in it is taken in by now, and not when the next test has a shop of its own
        Awaitility.await().untilAsserted(() -> assertThat(
                api.get("/api/halo/endpoints/shop").body().at("/endpoint/recentChecks").asString()).isEqualTo("uc"));
    }

    /// What an operator does while the loop waits for the lock of the rows must not be undone by what it read before.
    @Test
    void openWeakPointsAreReadUnderTheLockOfTheRows() {
        // of its own, because the other one would flap
        api.put("/api/halo/endpoints/till", "{\"url\": \"http://127.0.0.1:%d/e/0\"}".formatted(server.port()));
        server.set(0, FleetServer.BROKEN);
        api.post("/api/halo/run", "{\"subjects\": [\"endpoint:till\"]}");
        Awaitility.await().untilAsserted(() -> assertThat(state("till")).isEqualTo("weak"));
        SubjectRef till = SubjectRef.parse("endpoint:till");
        table.change(List.of(till), (some, before) -> Map.of());
        // asked under the lock, for a subject without a row
        SubjectList changing = new SubjectList() {

            @Override
            public void each(SubjectKind kind, Consumer<Listed> each) {
            }

            @Override
            public Map<SubjectRef, Listed> find(Collection<SubjectRef> subjects) {
                jdbc.update("update weak_point set severity = 'MEDIUM' where subject_id = 'till'");
                return Map.of(till, new Listed(till, "till", null, Map.of(), false));
            }
        };

        new SubjectUpkeep(table, List.of(changing), weakPoints, suppressions, properties, clock).judge(List.of(till));

        assertThat(api.get("/api/halo/subjects/endpoint/till").body().at("/subject/weakPoints/0/severity").asString())
                .isEqualTo("medium");
        api.delete("/api/halo/endpoints/till");
    }

    private String silence(String members) {
        Api.Answer answer = api.post("/api/halo/silences",
                "{%s, \"startsAt\": \"%s\", \"endsAt\": \"%s\", \"comment\": \"planned\"}".formatted(members,
                        clock.instant(), clock.instant().plus(Duration.ofHours(1))));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return answer.body().at("/silence/id").asString();
    }

    private void run(String expected) {
        assertThat(api.post("/api/halo/run", null).status()).isEqualTo(200);
        Awaitility.await().untilAsserted(() -> assertThat(state("shop")).isEqualTo(expected));
    }

    private String state(String endpoint) {
        return api.get("/api/halo/subjects/endpoint/" + endpoint).body().at("/subject/state").asString();
    }
}
