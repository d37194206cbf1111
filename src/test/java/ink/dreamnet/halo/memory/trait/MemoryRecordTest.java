package ink.dreamnet.halo.memory.trait;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;

import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Effort;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import ink.dreamnet.halo.task.PerformanceRecord;
import ink.dreamnet.halo.task.Priority;
import ink.dreamnet.halo.task.TaskAction;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.TasksChanged;
import ink.dreamnet.halo.task.Verification;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What cycles and tasks leave in the database, and what the API says of it.
@HaloTest
abstract class MemoryRecordTest {

    @OnH2
    static class OnH2Test extends MemoryRecordTest {
    }

    @OnPostgres
    static class OnPostgresTest extends MemoryRecordTest {
    }

    private static final List<String> DERIVED = List.of("memory_trait", "memory_week");
    private static final List<String> RECORD = List.of("memory_span", "memory_watch", "memory_gap", "memory_level",
            "memory_outcome",
            "memory_handover", "memory_entity", "memory_reference", "memory_look");

    @Autowired
    Api api;
    @Autowired
    ApplicationEventPublisher publisher;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    TestClock clock;
    @Autowired
    TraitRefresh traits;
    @Autowired
    WatchStore current;
    @Autowired
    RecordStore records;
    @Autowired
    Nightly nightly;
    @Autowired
    PerformanceRecord performance;

    @BeforeEach
    void forget() {
        List.of("memory_trait", "memory_week", "memory_span", "memory_watch", "memory_gap", "memory_level",
                "memory_outcome",
                "memory_handover", "memory_entity", "memory_reference", "memory_look")
                .forEach(table -> jdbc.update("delete from " + table));
        // as if another replica had done so
        jdbc.update("update memory_version set version = version + 1, last_cycle_ms = 0");
    }

    private Observed now() {
        return Observed.at(clock.millis());
    }

    private void cycle(Observed observed) {
        transaction.executeWithoutResult(tx -> publisher.publishEvent(observed.detected()));
    }

    private void pass(long minutes) {
        clock.advance(Duration.ofMinutes(minutes));
    }

    private void task(TaskAction action, SubjectRef subject, @Nullable Verification verification, String squad,
            @Nullable Instant dispatchedAt) {
        TaskView.Proposal proposal = new TaskView.Proposal("test-repair", "restart", 0, List.of(), null,
                UUID.randomUUID(), "test.broken", subject, Severity.HIGH, squad, null, null, UUID.randomUUID(),
                clock.instant());
        TasksChanged.Snapshot task = new TasksChanged.Snapshot(UUID.randomUUID(), "test.repair", TaskStatus.SUCCEEDED,
                Priority.HIGH, List.of("DreamOps"), proposal, 1, "keeper", dispatchedAt, verification);
        transaction.executeWithoutResult(tx -> publisher.publishEvent(new TasksChanged("halo",
                List.of(new TasksChanged.Change(action, null, null, task)))));
    }

    private List<String> rows(List<String> tables) {
        List<String> rows = new ArrayList<>();
        tables.forEach(table -> jdbc.queryForList("select * from " + table).stream()
                .map(row -> table + " " + row).sorted().forEach(rows::add));
        return rows;
    }

    /// The last rows of the record are those that a look at all of it finds, as of any time.
    private void assertLastIsThatOfTheWholeRecord(SplittableRandom random, String as) {
        String all = "select %s from memory_span where seq in (select max(seq) from memory_span where at_ms < %%d group by kind, id, analyzer)"
                .formatted(SpanRows.COLUMNS);
        transaction.executeWithoutResult(tx -> {
            assertThat(jdbc.queryForList("select * from memory_watch")).as(as).isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(jdbc.queryForList(all.formatted(Long.MAX_VALUE)));
            List<Long> times = jdbc.query("select at_ms from memory_span", (row, number) -> row.getLong(1));
            long from = times.get(random.nextInt(times.size())) + random.nextInt(2);
            List<Span> found = new ArrayList<>();
            current.lastBefore(from, found::add);
            assertThat(found).as(as).containsExactlyInAnyOrderElementsOf(
                    jdbc.query(all.formatted(from), (row, number) -> SpanRows.read(row)));
        });
    }

    private void assertRebuildGivesTheSame(String as) {
        List<String> live = rows(DERIVED);
        transaction.executeWithoutResult(tx -> {
            traits.clear();
            assertThat(rows(DERIVED)).isEmpty();
            traits.derive();
        });
        assertThat(rows(DERIVED)).as(as).isEqualTo(live);
    }

    private JsonNode entity(String path) {
        Api.Answer answer = api.get("/api/halo/memory/" + path);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.body().get("entity");
    }

    private static double trait(JsonNode entity, String key) {
        for (JsonNode trait : entity.get("traits")) {
            if (trait.get("key").asString().equals(key)) {
                return trait.get("value").asDouble();
            }
        }
        throw new AssertionError("no " + key + " in " + entity);
    }

    @Test
    void cycleWhenNothingChangedWritesNothingOfAnySubject() {
        SubjectRef shop = Observed.endpoint("shop");
        cycle(now().saw("a", shop, EntityState.CLEAN));
        List<String> tables = List.of("memory_span", "memory_entity", "memory_trait", "memory_level", "memory_gap");
        List<String> before = rows(tables);
        assertThat(before).hasSize(2);
        pass(5);
        cycle(now().saw("a", shop, EntityState.CLEAN));
        assertThat(rows(tables)).isEqualTo(before);
    }

    @Test
    void cycleThatIsRolledBackLeavesNothingAndIsForgotten() {
        SubjectRef shop = Observed.endpoint("shop");
        cycle(now().saw("a", shop, EntityState.CLEAN));
        pass(5);
        List<String> before = rows(RECORD);
        assertThatThrownBy(() -> transaction.executeWithoutResult(tx -> {
            publisher.publishEvent(now().saw("a", shop, EntityState.WEAK).detected());
            throw new IllegalStateException("cut off");
        })).hasMessage("cut off");
        assertThat(rows(RECORD)).isEqualTo(before);
        pass(5);
        cycle(now().saw("a", shop, EntityState.WEAK));
        assertThat(jdbc.queryForList("select state from memory_span order by seq", String.class))
                .containsExactly("CLEAN", "WEAK");
    }

    @Test
    void cycleOfAnotherReplicaIsReadFromTheDatabase() {
        SubjectRef shop = Observed.endpoint("shop");
        cycle(now().saw("a", shop, EntityState.CLEAN));
        long cleanAt = clock.millis();
        pass(5);
        // what another replica would write
        jdbc.update("""
                insert into memory_span (kind, id, analyzer, state, after_ms, at_ms, detail)
                values ('ENDPOINT', 'shop', 'a', 'WEAK', ?, ?, '')""", cleanAt, clock.millis());
        jdbc.update("update memory_watch set state = 'WEAK', after_ms = ?, at_ms = ?", cleanAt, clock.millis());
        jdbc.update("update memory_version set version = version + 1, last_cycle_ms = ?", clock.millis());
        pass(5);
        cycle(now().saw("a", shop, EntityState.WEAK));
        assertThat(jdbc.queryForList("select state from memory_span order by seq", String.class))
                .containsExactly("CLEAN", "WEAK");
    }

    @Test
    void lastObservationOutlivesARestart() {
        SubjectRef shop = Observed.endpoint("shop");
        cycle(now().saw("a", shop, EntityState.CLEAN));
        pass(60);
        cycle(now().saw("a", shop, EntityState.CLEAN));
        Long looked = jdbc.queryForObject("select ran_ms from memory_look where analyzer = 'a'", Long.class);
        // as a new process, which has nothing in memory
        jdbc.update("update memory_version set version = version + 1");
        pass(5);
        cycle(now().saw("a", shop, EntityState.WEAK));
        assertThat(jdbc.queryForObject("select max(after_ms) from memory_span", Long.class)).isEqualTo(looked);
    }

    @Test
    void evidenceOfOneAndOfManyIsTheLatestOfEach() {
        List<Object[]> levels = IntStream.rangeClosed(1, 2100).mapToObj(at -> new Object[]{(long) at, 10.0 + at})
                .toList();
        jdbc.batchUpdate("insert into memory_level (kind, id, at_ms, response_ms) values ('ENDPOINT', 'shop', ?, ?)",
                levels);
        List<String> many = IntStream.range(0, 150).mapToObj(other -> other == 70 ? "shop" : "other-" + other).toList();
        transaction.executeWithoutResult(tx -> assertThat(records.levels(EntityKind.ENDPOINT, List.of("shop")))
                .isEqualTo(records.levels(EntityKind.ENDPOINT, many))
                .hasEntrySatisfying("shop", known -> assertThat(known).hasSize(2000)
                        .startsWith(new Level(101, 111)).endsWith(new Level(2100, 2110))));
    }

    @Test
    void whatHealsIsKnownToHaveHealedByItselfOnlyWhereNoTaskWasHandedOver() {
        SubjectRef shop = Observed.endpoint("shop");
        SubjectRef blog = Observed.endpoint("blog");
        cycle(now().saw("a", shop, EntityState.CLEAN).saw("a", blog, EntityState.CLEAN));
        // long ago
        task(TaskAction.DISPATCHED, shop, null, "ops", clock.instant());
        pass(10);
        cycle(now().saw("a", shop, EntityState.WEAK).saw("a", blog, EntityState.WEAK));
        pass(1);
        task(TaskAction.DISPATCHED, blog, null, "ops", clock.instant());
        pass(4);
        cycle(now().saw("a", shop, EntityState.CLEAN).saw("a", blog, EntityState.CLEAN));
        assertThat(entity("endpoint/shop").get("changes").get(0).get("repaired").asBoolean()).isFalse();
        assertThat(entity("endpoint/blog").get("changes").get(0).get("repaired").asBoolean()).isTrue();
        assertThat(trait(entity("endpoint/shop"), "recoverability")).isEqualTo(0.6);
        assertThat(entity("endpoint/blog").get("traits").toString()).doesNotContain("recoverability");
    }

    @Test
    void outcomesOfTasksAreThePerformanceOfSquadAgentAndStrategy() {
        SubjectRef shop = Observed.endpoint("shop");
        cycle(now().saw("a", shop, EntityState.WEAK));
        Instant handedOver = clock.instant();
        pass(5);
        task(TaskAction.VERIFIED, shop, Verification.EFFECTIVE, "ops", handedOver);
        task(TaskAction.VERIFIED, shop, Verification.INEFFECTIVE, "ops", handedOver);
        task(TaskAction.VERIFIED, shop, Verification.INCONCLUSIVE, "ops", handedOver);
        task(TaskAction.DEAD_LETTER, shop, null, "ops", handedOver);
        SubjectRef ops = SubjectRef.parse("squad:ops");
        assertThat(performance.of("test.repair", List.of(ops))).isEmpty();
        cycle(now().saw("a", shop, EntityState.WEAK));
        // (1 + 2) / (3 + 4)
        assertThat(performance.of("test.repair",
                List.of(ops, SubjectRef.parse("agent:keeper"), SubjectRef.parse("agent:other"))))
                .containsOnlyKeys(ops, SubjectRef.parse("agent:keeper"))
                .hasEntrySatisfying(ops, known -> {
                    assertThat(known.success()).isBetween(0.4285, 0.435);
                    assertThat(known.tasks()).isBetween(2.7, 3.0);
                });
        assertThat(performance.of("other", List.of(ops))).isEmpty();
        assertThat(trait(entity("squad/ops"), "success")).isBetween(0.428, 0.435);
        assertThat(trait(entity("strategy/test-repair"), "success")).isBetween(0.428, 0.435);
        assertRebuildGivesTheSame("outcomes");
    }

    @Test
    void rebuildGivesWhatIsThereWhateverHappened() {
        for (long seed = 0; seed < Effort.of(3, 60); seed++) {
            forget();
            SplittableRandom random = new SplittableRandom(Long.getLong("halo.history.seed", seed));
            List<SubjectRef> subjects = List.of(Observed.endpoint("one"), Observed.endpoint("two"),
                    SubjectRef.parse("agent:three"), SubjectRef.parse("squad:ops"));
            EntityState[] states = new EntityState[subjects.size()];
            Arrays.fill(states, EntityState.CLEAN);
            for (int i = 0; i < 120; i++) {
                step(random, subjects, states);
                if (random.nextInt(20) == 0) {
                    assertRebuildGivesTheSame("seed " + seed);
                    assertLastIsThatOfTheWholeRecord(random, "seed " + seed);
                }
            }
            assertRebuildGivesTheSame("seed " + seed);
            assertLastIsThatOfTheWholeRecord(random, "seed " + seed);
            assertThat(rows(DERIVED)).hasSizeGreaterThan(10);
        }
    }

    private void step(SplittableRandom random, List<SubjectRef> subjects, EntityState[] states) {
        clock.advance(Duration.ofSeconds(random.nextLong(random.nextInt(30) == 0 ? 300_000 : 3000)));
        SubjectRef subject = subjects.get(random.nextInt(subjects.size()));
        switch (random.nextInt(12)) {
            case 0 -> task(TaskAction.DISPATCHED, subject, null, "ops", clock.instant());
            case 1 -> task(TaskAction.DEAD_LETTER, subject, null, "ops", clock.instant());
            case 2 -> task(TaskAction.VERIFIED, subject, Verification.values()[random.nextInt(4)],
                    random.nextBoolean() ? "ops" : "other", clock.instant().minusSeconds(random.nextLong(4000)));
            case 3 -> {
                // another replica: nothing is in memory
                jdbc.update("update memory_version set version = version + 1");
            }
            case 4 -> {
                if (random.nextInt(3) == 0) {
                    nightly.refresh();
                }
            }
            default -> {
                int changing = random.nextInt(subjects.size());
                EntityState before = states[changing];
                states[changing] = EntityState.values()[1 + random.nextInt(4)];
                Observed observed = Observed.at(clock.millis());
                if (random.nextInt(8) == 0) {
                    observed.run("a", AnalyzerStatus.FAILED);
                } else {
                    observed.ran("a");
                    for (int i = 0; i < states.length; i++) {
                        observed.saw("a", subjects.get(i), states[i]);
                    }
                    observed.answered("a", subjects.get(random.nextInt(2)), 20 << random.nextInt(4));
                }
                if (random.nextBoolean()) {
                    observed.saw("b", subjects.get(random.nextInt(2)), EntityState.CLEAN);
                } else if (random.nextBoolean()) {
                    observed.light();
                }
                if (random.nextInt(6) == 0) {
                    states[changing] = before;
                    assertThatThrownBy(() -> transaction.executeWithoutResult(tx -> {
                        publisher.publishEvent(observed.detected());
                        throw new IllegalStateException("cut off");
                    })).hasMessage("cut off");
                } else {
                    cycle(observed);
                }
            }
        }
    }

    @Test
    void listIsByKindAndIdOrByTraitAndIsPaged() {
        Observed first = now();
        for (int i = 0; i < 5; i++) {
            first.saw("a", Observed.endpoint("e" + i), EntityState.CLEAN);
            first.saw("a", SubjectRef.parse("agent:a" + i), EntityState.CLEAN);
        }
        cycle(first);
        for (int i = 0; i < 5; i++) {
            pass(60);
            Observed next = now();
            for (int j = 0; j < 5; j++) {
                next.saw("a", Observed.endpoint("e" + j), j >= i ? EntityState.CLEAN : EntityState.WEAK);
                next.saw("a", SubjectRef.parse("agent:a" + j), EntityState.CLEAN);
            }
            cycle(next);
        }
        pass(60);
        nightly.refresh();
        assertThat(pages("")).containsExactly("agent:a0", "agent:a1", "agent:a2", "agent:a3", "agent:a4", "endpoint:e0",
                "endpoint:e1", "endpoint:e2", "endpoint:e3", "endpoint:e4");
        assertThat(pages("&kind=endpoint")).containsExactly("endpoint:e0", "endpoint:e1", "endpoint:e2", "endpoint:e3",
                "endpoint:e4");
        assertThat(pages("&trait=reliability&kind=endpoint")).containsExactly("endpoint:e0", "endpoint:e1",
                "endpoint:e2",
                "endpoint:e3", "endpoint:e4");
        assertThat(pages("&trait=reliability&below=0.5")).startsWith("endpoint:e0").doesNotContain("agent:a0");
        // those that are the same are by kind and id, here backwards
        assertThat(pages("&trait=reliability&above=0.5")).startsWith("agent:a4", "agent:a3", "agent:a2", "agent:a1",
                "agent:a0", "endpoint:e4", "endpoint:e3");
        assertThat(pages("&trait=velocity")).isEmpty();
        assertThat(api.get("/api/halo/memory?below=0.5").status()).isEqualTo(400);
        assertThat(api.get("/api/halo/memory?trait=charm").status()).isEqualTo(400);
        assertThat(api.get("/api/halo/memory?trait=success&above=2").status()).isEqualTo(400);
        assertThat(api.get("/api/halo/memory?before=nothing").status()).isEqualTo(400);
        assertThat(api.get("/api/halo/memory/endpoint/never").status()).isEqualTo(404);
        assertThat(api.get("/api/halo/memory/spoon/never").status()).isEqualTo(400);
    }

    private List<String> pages(String query) {
        List<String> found = new ArrayList<>();
        String before = "";
        while (true) {
            JsonNode page = api.get("/api/halo/memory?limit=3" + query + before).body();
            page.get("entities").forEach(
                    one -> found.add(one.get("kind").asString() + ":" + one.get("id").asString()));
            if (!page.has("next")) {
                return found;
            }
            before = "&before=" + page.get("next").asString();
        }
    }

    @Test
    void dnaIsInTheFormThatDreamNetReads() {
        SubjectRef search = SubjectRef.parse("endpoint:/api/search");
        cycle(now().saw("a", search, EntityState.CLEAN));
        for (int i = 0; i < 30; i++) {
            pass(10);
            cycle(now().saw("a", search, i % 2 == 0 ? EntityState.WEAK : EntityState.CLEAN));
        }
        Api.Answer list = api.get("/api/dna/endpoint");
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.body().get("ok").asBoolean()).isTrue();
        JsonNode record = list.body().get("records").get(0);
        assertThat(UUID.fromString(record.get("id").asString()).version()).isEqualTo(3);
        assertThat(record.get("entityType").asString()).isEqualTo("endpoint");
        assertThat(record.get("entityId").asString()).isEqualTo("/api/search");
        assertThat(record.get("traits").get(0).get("key").asString()).isEqualTo("reliability");
        assertThat(record.get("traits").get(0).get("value").asDouble()).isBetween(0.4, 0.6);
        Instant.parse(record.get("traits").get(0).get("lastUpdated").asString());
        assertThat(record.get("tags").isArray()).isTrue();
        assertThat(record.get("history").size()).isEqualTo(25);
        assertThat(record.get("history").get(0).get("summary").asString()).isEqualTo("Healed by itself");
        assertThat(record.get("history").get(1).get("summary").asString()).isEqualTo("Weak: test.broken, high");
        assertThat(Instant.parse(record.get("history").get(0).get("timestamp").asString()))
                .isAfter(Instant.parse(record.get("history").get(1).get("timestamp").asString()))
                .isEqualTo(Instant.parse(record.get("updatedAt").asString()));
        assertThat(Instant.parse(record.get("createdAt").asString())).isBefore(clock.instant());

        Api.Answer one = api.get("/api/dna/endpoint/%2Fapi%2Fsearch");
        assertThat(one.status()).as(one.response().body()).isEqualTo(200);
        assertThat(one.body().get("record").get("id")).isEqualTo(record.get("id"));
        assertThat(entity("endpoint/%2Fapi%2Fsearch").get("id").asString()).isEqualTo("/api/search");

        assertThat(api.get("/api/dna/spore").body().toString()).isEqualTo("{\"ok\":true,\"records\":[]}");
        assertThat(api.get("/api/dna/squad").body().toString()).isEqualTo("{\"ok\":true,\"records\":[]}");
        refused("/api/dna/graft", 400, "Invalid entityType");
        refused("/api/dna/graft/x", 400, "Invalid entityType");
        refused("/api/dna/spore/x", 404, "Record not found");
        refused("/api/dna/agent/nobody", 404, "Record not found");
        refused("/api/dna/agent/..%2F..%2Fhalo%2Fstatus", 404, "Record not found");
    }

    private void refused(String path, int status, String error) {
        Api.Answer answer = api.get(path);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.response().headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.response().body()).isEqualTo("{\"ok\":false,\"error\":\"%s\"}\n".formatted(error));
    }
}
