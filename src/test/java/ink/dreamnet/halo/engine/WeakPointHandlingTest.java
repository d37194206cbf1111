package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import ink.dreamnet.halo.weakpoint.Suppression;
import ink.dreamnet.halo.weakpoint.Suppressions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// What keeps HALO from proposing repairs, from the outside: silences, windows, causes, flapping and snoozes.
@OnPostgres
class WeakPointHandlingTest extends ScriptedLoop {

    @Autowired
    Api api;
    @Autowired
    ScriptedAnalyzer analyzer;
    @Autowired
    TestClock clock;
    @Autowired
    Suppressions suppressions;

    /// What the analyzer sees: how bad each subject is, `low` for well.
    private final Map<String, Severity> fleet = new ConcurrentHashMap<>();

    @BeforeEach
    void script() {
        analyzer.script = context -> {
            AnalyzerResult.Builder result = AnalyzerResult.builder();
            fleet.forEach((name, severity) -> {
                SubjectRef subject = SubjectRef.parse(name);
                if (context.scope().includes(subject)) {
                    if (severity == Severity.LOW) {
                        result.observed(subject);
                    } else {
                        result.issue(Issue.of("scripted.broken", severity, subject, "broken as told"));
                    }
                }
            });
            return result.build();
        };
    }

    @AfterEach
    void heal() {
        list(api.get("/api/halo/silences?limit=200").body().get("silences"))
                .forEach(silence -> api.delete("/api/halo/silences/" + silence.get("id").asString()));
        fleet.replaceAll((subject, severity) -> Severity.LOW);
        // as often as it takes to forget that anything was flapping
        for (int i = 0; i < 21 && !list(api.get("/api/halo/weakpoints").body().get("weakPoints")).isEmpty(); i++) {
            run();
        }
        assertThat(list(api.get("/api/halo/weakpoints").body().get("weakPoints"))).isEmpty();
        clock.advance(Duration.ofHours(25));
    }

    private JsonNode run() {
        Api.Answer answer = api.post("/api/halo/run", null);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.body().get("cycle");
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }

    private void endpoint(String id, String members) {
        assertThat(api.put("/api/halo/endpoints/" + id, "{\"url\": \"http://127.0.0.1:1/\"" + members + "}").status())
                .isLessThan(300);
    }

    private JsonNode point(String subject) {
        return list(api.get("/api/halo/weakpoints?subject=" + subject).body().get("weakPoints")).getFirst();
    }

    private JsonNode detail(JsonNode point) {
        return api.get("/api/halo/weakpoints/" + point.get("id").asString()).body();
    }

    private List<String> history(String subject) {
        return list(detail(point(subject)).get("history")).stream().map(line -> line.get("kind").asString()).toList();
    }

    private Api.Answer silence(String members) {
        return api.post("/api/halo/silences", """
                {"comment": "planned work", "endsAt": "%s", %s}""".formatted(clock.instant().plusSeconds(3600),
                members));
    }

    private void awaitTask(String subject) {
        Awaitility.await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(list(point(subject).get("taskIds"))).hasSize(1));
    }

    private List<JsonNode> suppressionCycles() {
        return list(api.get("/api/halo/history?view=summary&limit=50").body().get("history")).stream()
                .filter(cycle -> list(cycle.get("triggers")).stream()
                        .anyMatch(trigger -> trigger.asString().equals(SuppressionTrigger.NAME)))
                .toList();
    }

    @Test
    void silenceWhileItHoldsLetsObserveButNotPropose() {
        endpoint("shop-a", ", \"labels\": {\"team\": \"shop\"}");
        fleet.putAll(Map.of("endpoint:shop-a", Severity.HIGH, "endpoint:shop-b", Severity.HIGH));
        Api.Answer created = silence("\"matchers\": [\"labels.team=shop\"]");
        assertThat(created.status()).isEqualTo(201);
        JsonNode silence = created.body().get("silence");
        assertThat(silence.get("state").asString()).isEqualTo("active");
        assertThat(silence.get("kind").asString()).isEqualTo("silence");

        JsonNode cycle = run();
        run();

        assertThat(list(cycle.get("generatedTasks"))).singleElement()
                .satisfies(task -> assertThat(task.get("subject").get("id").asString()).isEqualTo("shop-b"));
        JsonNode point = point("endpoint:shop-a");
        assertThat(point.get("occurrences").asInt()).isEqualTo(2);
        assertThat(point.get("suppressed").asBoolean()).isTrue();
        assertThat(point.get("suppressedBy").get("kind").asString()).isEqualTo("silence");
        assertThat(point.get("suppressedBy").get("id")).isEqualTo(silence.get("id"));
        assertThat(point.get("suppressedBy").get("until")).isEqualTo(silence.get("endsAt"));
        assertThat(point.get("taskDecision").get("decision").asString()).isEqualTo("hold");
        assertThat(point.get("taskDecision").get("reason").asString()).contains("planned work");
        assertThat(list(point.get("taskIds"))).isEmpty();
        assertThat(subjects("suppressed=true")).containsExactly("shop-a");
        assertThat(subjects("suppressed=false")).containsExactly("shop-b");
        JsonNode counts = api.get("/api/halo/status").body().get("status").get("weakPoints");
        assertThat(counts.get("total").asInt()).isEqualTo(2);
        assertThat(counts.get("suppressed").asInt()).isEqualTo(1);
    }

    private List<String> subjects(String filter) {
        return list(api.get("/api/halo/weakpoints?" + filter).body().get("weakPoints")).stream()
                .map(point -> point.get("subject").get("id").asString()).toList();
    }

    @Test
    void silenceWhenPutLaterHoldsAtOnceAndWhenEndedIsLookedAtAgainAtOnce() {
        fleet.put("endpoint:later", Severity.HIGH);
        run();
        JsonNode task = point("endpoint:later").get("taskIds").get(0);
        UUID id = UUID.fromString(point("endpoint:later").get("id").asString());
        assertThat(suppressions.reasonFor(id)).isEmpty();

        JsonNode silence = silence("\"matchers\": [\"subject=endpoint:lat*\"]").body().get("silence");

        assertThat(point("endpoint:later").get("suppressed").asBoolean()).isTrue();
        assertThat(suppressions.reasonFor(id)).map(Suppression::kind).hasValue(Suppression.Kind.SILENCE);
        JsonNode kept = api.get("/api/halo/tasks/" + task.asString()).body().get("task");
        assertThat(kept.get("status").asString()).isEqualTo("pending-approval");

        int before = suppressionCycles().size();
        Api.Answer ended = api.delete("/api/halo/silences/" + silence.get("id").asString());
        assertThat(ended.body().get("silence").get("state").asString()).isEqualTo("expired");
        assertThat(suppressions.reasonFor(id)).isEmpty();
        Awaitility.await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(suppressionCycles()).hasSize(before + 1));
        assertThat(point("endpoint:later").get("suppressed").asBoolean()).isFalse();
        assertThat(point("endpoint:later").get("taskDecision").get("decision").asString()).isEqualTo("propose");
        assertThat(history("endpoint:later")).containsExactly("opened", "suppressed", "released");
        assertThat(api.delete("/api/halo/silences/" + silence.get("id").asString()).status()).isEqualTo(409);
        assertThat(list(api.get("/api/halo/silences?state=expired&limit=200").body().get("silences")))
                .anySatisfy(one -> assertThat(one.get("id")).isEqualTo(silence.get("id")));
        assertThat(list(api.get("/api/halo/silences").body().get("silences")))
                .noneSatisfy(one -> assertThat(one.get("id")).isEqualTo(silence.get("id")));
    }

    @Test
    void silenceWhenItsTimeIsOverIsHandledByTheNextCatchUpOnce() {
        fleet.put("endpoint:timed", Severity.HIGH);
        silence("\"matchers\": [\"code=scripted.broken\", \"severity=high\"]");
        run();
        assertThat(list(point("endpoint:timed").get("taskIds"))).isEmpty();
        UUID id = UUID.fromString(point("endpoint:timed").get("id").asString());
        int before = suppressionCycles().size();

        clock.advance(Duration.ofHours(1));
        assertThat(suppressions.reasonFor(id)).isEmpty();
        suppressions.catchUp();
        suppressions.catchUp();

        awaitTask("endpoint:timed");
        assertThat(suppressionCycles()).hasSize(before + 1);
    }

    @Test
    void windowOfTheConfigurationHoldsFromItsBeginToItsEnd() {
        endpoint("batch", ", \"labels\": {\"tier\": \"batch\"}");
        ZonedDateTime present = clock.instant().atZone(ZoneOffset.UTC);
        ZonedDateTime three = present.with(LocalTime.of(3, 0)).plusDays(1);
        clock.advance(Duration.between(present, three.minusMinutes(1)));
        fleet.put("endpoint:batch", Severity.HIGH);
        run();
        assertThat(point("endpoint:batch").get("suppressed").asBoolean()).isFalse();
        JsonNode pending = api.get("/api/halo/silences/nightly").body().get("silence");
        assertThat(pending.get("state").asString()).isEqualTo("pending");
        assertThat(Instant.parse(pending.get("nextStartsAt").asString())).isEqualTo(three.toInstant());

        clock.advance(Duration.ofMinutes(2));
        suppressions.catchUp();
        JsonNode by = point("endpoint:batch").get("suppressedBy");
        assertThat(by.get("kind").asString()).isEqualTo("maintenance");
        assertThat(by.get("id").asString()).isEqualTo("nightly");
        assertThat(Instant.parse(by.get("until").asString())).isEqualTo(three.plusHours(1).toInstant());
        assertThat(api.delete("/api/halo/silences/nightly").status()).isEqualTo(409);
        JsonNode declared = api.get("/api/halo/silences").body().get("declared").get(0);
        assertThat(declared.get("managedBy").asString()).isEqualTo("config");
        assertThat(declared.get("state").asString()).isEqualTo("active");

        clock.advance(Duration.ofHours(1));
        suppressions.catchUp();
        assertThat(point("endpoint:batch").get("suppressed").asBoolean()).isFalse();
        assertThat(history("endpoint:batch")).contains("suppressed", "released");
    }

    @Test
    void windowOfTheNextNightHoldsAlsoWhereNobodyLookedBetweenTheTwo() {
        endpoint("batch", ", \"labels\": {\"tier\": \"batch\"}");
        ZonedDateTime present = clock.instant().atZone(ZoneOffset.UTC);
        clock.advance(Duration.between(present, present.with(LocalTime.of(3, 1)).plusDays(1)));
        fleet.put("endpoint:batch", Severity.HIGH);
        run();
        suppressions.catchUp();
        assertThat(point("endpoint:batch").get("suppressed").asBoolean()).isTrue();

        clock.advance(Duration.ofDays(1).minusMinutes(2));
        run();
        assertThat(point("endpoint:batch").get("suppressed").asBoolean()).isFalse();
        clock.advance(Duration.ofMinutes(2));
        suppressions.catchUp();
        assertThat(point("endpoint:batch").get("suppressed").asBoolean()).isTrue();
    }

    @Test
    void windowWhenPutWithACronExpressionRecurs() {
        Instant soon = clock.instant().plus(Duration.ofMinutes(90));
        ZonedDateTime at = soon.atZone(ZoneOffset.UTC);
        Api.Answer created = api.post("/api/halo/silences", """
                {"comment": "rotation", "matchers": ["subject=endpoint:recurring"],
                 "recurrence": {"cron": "%d %d * * *", "durationMs": 600000}}""".formatted(at.getMinute(),
                at.getHour()));
        JsonNode window = created.body().get("silence");
        assertThat(window.get("kind").asString()).isEqualTo("maintenance");
        assertThat(window.get("state").asString()).isEqualTo("pending");
        assertThat(window.get("recurrence").get("timeZone").asString()).isEqualTo("UTC");
        for (int day = 0; day < 2; day++) {
            clock.advance(Duration.between(clock.instant(), soon.plus(Duration.ofDays(day))));
            fleet.put("endpoint:recurring", Severity.HIGH);
            run();
            assertThat(point("endpoint:recurring").get("suppressedBy").get("id")).isEqualTo(window.get("id"));
            fleet.put("endpoint:recurring", Severity.LOW);
            run();
        }
    }

    @Test
    void dependantsWhileTheirDependencyIsOpenAreOneGroupAndProposeNothing() {
        for (int i = 0; i < 60; i++) {
            endpoint("web" + i, ", \"dependsOn\": [\"endpoint:api\"]");
            fleet.put("endpoint:web" + i, i == 7 ? Severity.CRITICAL : Severity.MEDIUM);
        }
        endpoint("api", ", \"dependsOn\": [\"agent:keeper\"]");
        assertThat(api.put("/api/halo/agents/keeper", "{\"squad\": \"alpha\"}").status()).isLessThan(300);
        fleet.put("agent:keeper", Severity.HIGH);

        JsonNode cycle = run();

        assertThat(list(cycle.get("generatedTasks")).stream().map(task -> task.get("subject").get("id").asString()))
                .containsExactlyInAnyOrder("keeper", "web7");
        JsonNode root = point("agent:keeper");
        JsonNode web = point("endpoint:web0");
        assertThat(web.get("suppressedBy").get("kind").asString()).isEqualTo("weak-point");
        assertThat(web.get("suppressedBy").get("id")).isEqualTo(root.get("id"));
        assertThat(web.get("rootId")).isEqualTo(root.get("id"));
        assertThat(web.get("taskDecision").get("reason").asString()).contains("agent:keeper has scripted.broken");
        assertThat(suppressions.reasonsFor(Set.of(UUID.fromString(web.get("id").asString()),
                UUID.fromString(root.get("id").asString())))).hasSize(1);

        List<JsonNode> groups = list(api.get("/api/halo/weakpoints?view=groups").body().get("groups"));
        assertThat(groups).hasSize(2);
        assertThat(groups.getFirst().get("root").get("subject").get("id").asString()).isEqualTo("web7");
        assertThat(groups.getFirst().get("count").asInt()).isEqualTo(1);
        JsonNode group = groups.get(1);
        assertThat(group.get("root").get("id")).isEqualTo(root.get("id"));
        assertThat(list(group.get("root").get("taskIds"))).hasSize(1);
        assertThat(group.get("count").asInt()).isEqualTo(60);
        assertThat(group.get("suppressed").asInt()).isEqualTo(59);
        assertThat(group.get("kinds").get("endpoint").asInt()).isEqualTo(59);
        assertThat(group.get("kinds").get("agent").asInt()).isEqualTo(1);
        assertThat(list(group.get("members"))).hasSize(20);
        assertThat(list(api.get("/api/halo/weakpoints?view=groups&limit=1").body().get("groups"))).hasSize(1);

        // the same cycle that sees the dependency well proposes for what is still wrong
        fleet.put("agent:keeper", Severity.LOW);
        for (int i = 2; i < 60; i++) {
            fleet.put("endpoint:web" + i, Severity.LOW);
        }
        JsonNode healed = run();
        assertThat(list(healed.get("generatedTasks")).stream().map(task -> task.get("subject").get("id").asString()))
                .containsExactlyInAnyOrder("web0", "web1");
        assertThat(history("endpoint:web0")).containsExactly("opened", "released");
    }

    @Test
    void dependantsWhenOnlyTheirDependencyIsLookedAtAreLookedAtNext() {
        endpoint("front", ", \"dependsOn\": [\"endpoint:back\"]");
        fleet.putAll(Map.of("endpoint:front", Severity.HIGH, "endpoint:back", Severity.HIGH));
        run();
        assertThat(list(point("endpoint:front").get("taskIds"))).isEmpty();
        fleet.put("endpoint:back", Severity.LOW);

        api.post("/api/halo/run", "{\"subjects\": [\"endpoint:back\"]}");

        awaitTask("endpoint:front");
    }

    @Test
    void flappingWeakPointStaysOneWithOneTaskUntilItIsSteady() {
        fleet.put("endpoint:shaky", Severity.HIGH);
        run();
        JsonNode ordinary = point("endpoint:shaky").get("taskIds").get(0);
        JsonNode cycle = run();
        for (int i = 0; i < 5; i++) {
            fleet.put("endpoint:shaky", i % 2 == 0 ? Severity.LOW : Severity.HIGH);
            cycle = run();
        }
        // the sixth change has been a return to right, and it is open all the same
        JsonNode point = point("endpoint:shaky");
        assertThat(point.get("flapping").asBoolean()).isTrue();
        assertThat(point.get("flappingPercent").asDouble()).isBetween(30.0, 36.0);
        assertThat(subjects("flapping=true")).containsExactly("shaky");
        assertThat(subjects("flapping=false")).isEmpty();
        assertThat(list(cycle.get("generatedTasks"))).singleElement().satisfies(task -> {
            assertThat(task.get("payload").get("stabilize").asBoolean()).isTrue();
            assertThat(task.get("type").asString()).isEqualTo("scripted.repair");
        });
        assertThat(api.get("/api/halo/tasks/" + ordinary.asString()).body().get("task").get("status").asString())
                .isEqualTo("cancelled");
        for (int i = 0; i < 4; i++) {
            fleet.put("endpoint:shaky", i % 2 == 0 ? Severity.HIGH : Severity.LOW);
            assertThat(list(run().get("generatedTasks"))).isEmpty();
        }
        assertThat(point("endpoint:shaky").get("recurrences").asInt()).isEqualTo(2);

        int looks = 0;
        while (!subjects("flapping=true").isEmpty()) {
            assertThat(++looks).isLessThan(25);
            run();
        }
        assertThat(subjects("state=open")).isEmpty();
        JsonNode resolved = list(api.get("/api/halo/weakpoints?state=resolved&subject=endpoint:shaky").body()
                .get("weakPoints")).getFirst();
        assertThat(list(detail(resolved).get("history")).getLast().get("kind").asString()).isEqualTo("resolved");
        JsonNode stabilize = resolved.get("taskIds").get(list(resolved.get("taskIds")).size() - 1);
        assertThat(api.get("/api/halo/tasks/" + stabilize.asString()).body().get("task").get("status").asString())
                .isEqualTo("cancelled");
    }

    @Test
    void flappingForgetsWhatWasObservedRightWhileItWasResolved() {
        fleet.put("endpoint:seldom", Severity.HIGH);
        for (int failure = 0; failure < 3; failure++) {
            fleet.put("endpoint:seldom", Severity.HIGH);
            run();
            fleet.put("endpoint:seldom", Severity.LOW);
            run();
            if (failure == 0) {
                for (int i = 0; i < 20; i++) {
                    run();
                }
            }
        }
        // six changes, but the first two are older than 21 observations
        JsonNode point = list(api.get("/api/halo/weakpoints?state=all&subject=endpoint:seldom").body()
                .get("weakPoints")).getFirst();
        assertThat(point.get("state").asString()).isEqualTo("resolved");
        assertThat(point.get("flappingPercent").asDouble()).isEqualTo(24.2);
    }

    @Test
    void snoozeHoldsUntilItsTimeOrUntilItGetsWorse() {
        fleet.put("endpoint:sleepy", Severity.MEDIUM);
        String until = clock.instant().plus(Duration.ofDays(2)).toString();
        silence("\"matchers\": [\"subject=endpoint:sleepy\"]");
        run();
        String path = "/api/halo/weakpoints/" + point("endpoint:sleepy").get("id").asString();
        Api.Answer snoozed = api.post(path + "/snooze",
                "{\"until\": \"" + until + "\", \"comment\": \"after the fair\"}");
        assertThat(snoozed.status()).as(snoozed.response().body()).isEqualTo(200);
        // the word about this very weak point comes before the silence
        assertThat(snoozed.body().get("weakPoint").get("suppressedBy").get("kind").asString()).isEqualTo("snooze");
        clock.advance(Duration.ofHours(2));
        suppressions.catchUp();
        run();
        JsonNode point = point("endpoint:sleepy");
        assertThat(Instant.parse(point.get("snoozedUntil").asString())).isEqualTo(Instant.parse(until));
        assertThat(point.get("taskDecision").get("reason").asString()).contains("after the fair");
        assertThat(list(point.get("taskIds"))).isEmpty();

        fleet.put("endpoint:sleepy", Severity.HIGH);
        assertThat(list(run().get("generatedTasks"))).hasSize(1);
        assertThat(point("endpoint:sleepy").has("snoozedUntil")).isFalse();
        assertThat(history("endpoint:sleepy")).containsExactly("opened", "suppressed", "snoozed", "severity-changed",
                "released");
        assertThat(api.delete(path + "/snooze").status()).isEqualTo(409);
    }

    @Test
    void snoozeWhenEndedOrOverIsLookedAtAgainAtOnce() {
        fleet.putAll(Map.of("endpoint:woken", Severity.HIGH, "endpoint:overslept", Severity.HIGH));
        silence("\"matchers\": [\"code=scripted.broken\"]");
        run();
        for (String name : List.of("woken", "overslept")) {
            assertThat(api.post("/api/halo/weakpoints/" + point("endpoint:" + name).get("id").asString() + "/snooze",
                    "{\"until\": \"" + clock.instant().plus(Duration.ofHours(3)) + "\"}").status()).isEqualTo(200);
        }
        clock.advance(Duration.ofHours(2));
        suppressions.catchUp();
        assertThat(subjects("suppressed=true")).hasSize(2);
        assertThat(api.delete("/api/halo/weakpoints/" + point("endpoint:woken").get("id").asString() + "/snooze")
                .status()).isEqualTo(200);
        awaitTask("endpoint:woken");
        assertThat(list(point("endpoint:overslept").get("taskIds"))).isEmpty();
        clock.advance(Duration.ofHours(2));
        suppressions.catchUp();
        awaitTask("endpoint:overslept");
        assertThat(point("endpoint:overslept").has("snoozedUntil")).isFalse();
    }

    @Test
    void commentIsALineOfTheHistoryInAnyState() {
        fleet.put("endpoint:talked", Severity.HIGH);
        run();
        String path = "/api/halo/weakpoints/" + point("endpoint:talked").get("id").asString();
        assertThat(api.post(path + "/comments", "{\"comment\": \"the disk is full\"}").status()).isEqualTo(200);
        fleet.put("endpoint:talked", Severity.LOW);
        run();
        JsonNode answer = api.post(path + "/comments", "{\"comment\": \"new disk\"}").body();
        assertThat(list(answer.get("history")).stream().map(line -> line.get("kind").asString()))
                .containsExactly("opened", "commented", "resolved", "commented");
        assertThat(list(answer.get("history")).getLast().get("detail").asString()).isEqualTo("new disk");
        assertThat(api.post(path + "/snooze", "{\"until\": \"" + clock.instant().plusSeconds(60) + "\"}").status())
                .isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            {};                                                                                  matchers
            {"matchers": []};                                                                    matchers
            {"matchers": ["subject=*"], "comment": "x", "endsAt": "2999-01-01T00:00:00Z"};       everything
            {"matchers": ["code!=a.b"], "comment": "x"};                                         everything
            {"matchers": ["owner=me"], "comment": "x"};                                          matchers[0]
            {"matchers": ["code=a.b"], "comment": " "};                                          comment
            {"matchers": ["code=a.b"], "comment": "x"};                                          endsAt
            {"matchers": ["code=a.b"], "comment": "x", "endsAt": "2001-01-01T00:00:00Z"};        endsAt
            {"matchers": ["code=a.b"], "comment": "x", "endsAt": "2999-01-01T00:00:00Z"};        endsAt
            {"matchers": ["code=a.b"], "comment": "x", "kind": "quiet"};                         kind
            {"matchers": ["code=a.b"], "comment": "x", "recurrence": {"cron": "no"}};            recurrence.durationMs
            {"matchers": ["code=a.b"], "comment": "x", "recurrence": {"durationMs": 60000}};     recurrence.cron
            {"matchers": ["code=a.b"], "commment": "x"};                                         commment
            """)
    void silenceWhenWrongIsRefusedByName(String body, String field) {
        Api.Answer answer = api.post("/api/halo/silences", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(list(answer.body().get("errors"))).anySatisfy(error -> assertThat(error.get("field").asString())
                .isEqualTo(field));
    }

    @Test
    void silenceWhenItSaysEverythingMayMatchEverything() {
        Api.Answer created = silence("\"matchers\": [\"subject=*\"], \"everything\": true");
        assertThat(created.status()).isEqualTo(201);
        fleet.put("endpoint:any", Severity.CRITICAL);
        run();
        assertThat(point("endpoint:any").get("suppressed").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"view=tree, view", "view=groups&state=all, state", "suppressed=maybe, suppressed",
            "flapping=1, flapping"})
    void listWhenAskedWronglyIsRefusedByName(String query, String field) {
        Api.Answer answer = api.get("/api/halo/weakpoints?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(list(answer.body().get("errors")).getFirst().get("field").asString()).isEqualTo(field);
        assertThat(api.get("/api/halo/silences?state=old").status()).isEqualTo(400);
        assertThat(api.get("/api/halo/silences/none").status()).isEqualTo(404);
    }
}
