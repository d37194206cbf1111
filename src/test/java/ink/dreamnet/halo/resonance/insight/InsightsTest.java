package ink.dreamnet.halo.resonance.insight;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.memory.trait.EntityState;
import ink.dreamnet.halo.memory.trait.Observed;
import ink.dreamnet.halo.resonance.insight.ResonanceStore.Value;
import ink.dreamnet.halo.resonance.observed.RecordedHistory.Recorded;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Deployed;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Measure;
import ink.dreamnet.halo.resonance.timeline.Repaired;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/// What cycles leave of insights, and what the API says of them.
@HaloTest
abstract class InsightsTest {

    @OnH2
    static class OnH2Test extends InsightsTest {
    }

    @OnPostgres
    static class OnPostgresTest extends InsightsTest {
    }

    private static final SubjectRef SHOP = Observed.endpoint("shop");
    private static final SubjectRef OTHER = Observed.endpoint("other");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SHORT = Duration.ofMinutes(5);
    private static final String LIST = "/api/halo/insights";

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
    ResonanceStore store;
    @Autowired
    InsightStore insights;
    @Autowired
    Computations computations;
    @Autowired
    CycleEvents events;
    @Autowired
    JsonMapper json;
    @Autowired
    InsightLoop loop;

    private Duration between = Duration.ofHours(20);

    @BeforeEach
    void forget() {
        loop.stop();
        List.of("memory_trait", "memory_week", "memory_span", "memory_watch", "memory_gap", "memory_level",
                "memory_outcome",
                "memory_handover", "memory_entity", "memory_reference", "memory_look", "insight_subject", "insight",
                "resonance_subject", "resonance_cycle", "memory_repair", "wormhole_event")
                .forEach(table -> jdbc.update("delete from " + table));
        jdbc.update("update memory_version set version = version + 1, last_cycle_ms = 0");
        jdbc.update("update resonance_state set processed_ms = 0, patterns = null, subject_groups = null");
        loop.start();
    }

    private void record(Duration later, EntityState shop) {
        clock.advance(later);
        Observed observed = Observed.at(clock.millis()).saw("a", SHOP, shop).saw("a", OTHER, EntityState.CLEAN);
        transaction.executeWithoutResult(tx -> publisher.publishEvent(observed.detected()));
    }

    private void awaitComputed() {
        Awaitility.await().pollInterval(Duration.ofMillis(5))
                .until(() -> store.next(store.processedMs()) == null);
    }

    private void cycle(Duration later, EntityState shop) {
        record(later, shop);
        awaitComputed();
    }

    private void episodes(int count, Duration healthy) {
        for (int i = 0; i < count; i++) {
            cycle(healthy, EntityState.WEAK);
            cycle(SHORT, EntityState.CLEAN);
        }
    }

    /// Comes back sooner each time.
    private void sooner() {
        between = between.multipliedBy(7).dividedBy(8);
        episodes(1, between);
    }

    /// A subject that was weak once a day comes back sooner and sooner.
    private JsonNode returning() {
        cycle(SHORT, EntityState.CLEAN);
        episodes(12, DAY);
        assertThat(list("?state=all")).isEmpty();
        for (int i = 0; i < 20 && list("").isEmpty(); i++) {
            sooner();
        }
        assertThat(list("")).hasSize(1);
        return list("").getFirst();
    }

    private List<JsonNode> list(String query) {
        Api.Answer answer = api.get(LIST + query);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        List<JsonNode> items = new ArrayList<>();
        answer.body().get("insights").forEach(items::add);
        return items;
    }

    private long events() {
        Long count = jdbc.queryForObject("select count(*) from wormhole_event where type = 'halo.insight.raised'",
                Long.class);
        return count == null ? 0 : count;
    }

    private List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (String sql : List.of(
                """
                        select number, pattern, severity, state, sentence, body, first_seen_at, last_seen_at, ended_at, dismissal
                        from insight order by number""",
                "select * from resonance_state",
                "select * from resonance_subject order by number",
                "select at_ms from resonance_cycle order by at_ms")) {
            jdbc.queryForList(sql).forEach(row -> rows.add(row.toString()));
        }
        return rows;
    }

    @Test
    void cycleWhenASubjectComesBackMoreOftenThanItDidRaisesAnInsightOnce() {
        JsonNode insight = returning();
        assertThat(insight.get("pattern").asString()).isEqualTo("recurrence");
        assertThat(insight.get("sentence").asString()).contains("endpoint:shop").doesNotContain("{0}");
        assertThat(insight.get("subjects").get(0).get("id").asString()).isEqualTo("shop");
        assertThat(insight.get("state").asString()).isEqualTo("open");
        assertThat(insight.get("evidence").get("eValue").asDouble()).isGreaterThan(20);
        assertThat(insight.get("evidence").get("cycles").get(0).asString()).endsWith("Z");
        assertThat(insight.get("suggestedActions")).isNotEmpty();
        assertThat(events()).isEqualTo(1);
        JsonNode errorRate = api.get(LIST).body().get("errorRate");
        assertThat(errorRate.get("level").asDouble()).isEqualTo(0.05);
        assertThat(errorRate.get("tests").asLong()).isEqualTo(1);
        assertThat(errorRate.get("discoveries").asLong()).isEqualTo(1);

        sooner();
        sooner();
        assertThat(list("?state=all")).hasSize(1);
        assertThat(list("").getFirst().get("evidence").get("eValue").asDouble())
                .isGreaterThan(insight.get("evidence").get("eValue").asDouble());
        assertThat(events()).isEqualTo(1);
        assertThat(api.get(LIST + "/" + insight.get("id").asString()).body().get("insight").get("id"))
                .isEqualTo(insight.get("id"));

        cycle(DAY.multipliedBy(5), EntityState.CLEAN);
        cycle(SHORT, EntityState.CLEAN);
        assertThat(list("")).isEmpty();
        assertThat(list("?state=ended").getFirst().get("endedAt").asString()).isNotEmpty();
    }

    @Test
    void listWhenFilteredShowsOnlyWhatMatches() {
        JsonNode insight = returning();
        String at = insight.get("firstSeenAt").asString();
        for (String query : List.of("", "?state=all", "?state=open", "?pattern=recurrence", "?subject=endpoint:shop",
                "?kind=endpoint", "?kind=endpoint&subject=endpoint:shop&pattern=recurrence", "?since=" + at,
                "?severity=" + insight.get("severity").asString(), "?subject=endpoint:shop&since=" + at)) {
            assertThat(list(query)).as(query).hasSize(1);
        }
        for (String query : List.of("?state=ended", "?state=dismissed", "?pattern=rhythm", "?subject=endpoint:other",
                "?kind=agent", "?kind=agent&subject=endpoint:shop", "?since=" + clock.instant().plusSeconds(60),
                "?severity=critical", "?before=" + insight.get("id").asString())) {
            assertThat(list(query)).as(query).isEmpty();
        }
        for (String query : List.of("?state=closed", "?subject=shop", "?kind=planet", "?severity=bad", "?since=today",
                "?limit=0", "?before=" + UUID.randomUUID())) {
            assertThat(api.get(LIST + query).status()).as(query).isEqualTo(400);
        }
    }

    @Test
    void dismissWhenOpenIsNotRaisedAgainWithoutNewEvidence() {
        JsonNode insight = returning();
        String path = LIST + "/" + insight.get("id").asString();
        assertThat(api.post(path + "/dismiss", "{}").status()).isEqualTo(400);
        assertThat(api.post(LIST + "/" + UUID.randomUUID() + "/dismiss", "{\"reason\": \"x\"}").status())
                .isEqualTo(404);
        Api.Answer dismissed = api.post(path + "/dismiss", "{\"reason\": \"known, a test\"}");
        assertThat(dismissed.status()).as(dismissed.response().body()).isEqualTo(200);
        JsonNode shown = dismissed.body().get("insight");
        assertThat(shown.get("state").asString()).isEqualTo("dismissed");
        assertThat(shown.get("dismissed").get("reason").asString()).isEqualTo("known, a test");
        assertThat(api.post(path + "/dismiss", "{\"reason\": \"again\"}").status()).isEqualTo(409);
        assertThat(api.get("/api/halo/audit?action=insight.dismissed&subjectId=" + insight.get("id").asString()).body()
                .get("audit")).hasSize(1);

        sooner();
        sooner();
        assertThat(list("?state=all")).hasSize(1);
        assertThat(list("?state=dismissed")).hasSize(1);

        for (int i = 0; i < 20 && list("").isEmpty(); i++) {
            sooner();
        }
        assertThat(list("")).as("after as much evidence once more").hasSize(1);
        assertThat(list("?state=all")).hasSize(2);
        assertThat(events()).isEqualTo(2);
    }

    @Test
    void restartWhenComputedAnewFromTheRecordComesToTheSame() {
        returning();
        loop.stop();
        for (int i = 0; i < 4; i++) {
            record(SHORT, EntityState.WEAK);
            record(SHORT, EntityState.CLEAN);
        }
        List<String> before = rows();
        List<String> anew = transaction.execute(tx -> {
            InsightPass another = new InsightPass(store, insights, computations, transaction, publisher, json,
                    new SimpleMeterRegistry());
            while (another.next(new TreeMap<>())) {
                // until all is computed
            }
            List<String> rows = rows();
            tx.setRollbackOnly();
            return rows;
        });
        assertThat(rows()).as("rolled back").isEqualTo(before);
        loop.start();
        awaitComputed();
        assertThat(rows()).as("by the one that was there all the time").isEqualTo(anew);
    }

    @Test
    void passWhenAnotherReplicaComputedMeanwhileGoesOnFromThere() {
        returning();
        loop.stop();
        record(SHORT, EntityState.WEAK);
        InsightPass another = new InsightPass(store, insights, computations, transaction, publisher, json,
                new SimpleMeterRegistry());
        while (another.next(new TreeMap<>())) {
            // until all is computed
        }
        List<String> computed = rows();
        loop.start();
        cycle(SHORT, EntityState.CLEAN);
        episodes(1, SHORT);
        assertThat(list("?state=all")).hasSize(1);
        assertThat(rows()).isNotEqualTo(computed);
        assertThat(events()).isEqualTo(1);
    }

    @Test
    void cycleWhenTheComputationIsHeldUpIsNotDelayed() {
        cycle(SHORT, EntityState.CLEAN);
        long computed = store.processedMs();
        transaction.executeWithoutResult(tx -> {
            store.lock();
            CompletableFuture.runAsync(() -> record(SHORT, EntityState.WEAK), Thread::startVirtualThread).orTimeout(30,
                    TimeUnit.SECONDS).join();
            assertThat(store.next(computed)).isNotNull();
            assertThat(store.processedMs()).isEqualTo(computed);
        });
        awaitComputed();
        assertThat(store.processedMs()).isGreaterThan(computed);
    }

    @Test
    void factsWhenSomethingHappenedBetweenCyclesHaveIt() {
        Instant first = clock.instant();
        Instant second = first.plus(SHORT);
        jdbc.update("delete from deploy");
        jdbc.update("""
                insert into deploy (id, service, version, deployed_at, recorded_at, recorded_by, source, subjects)
                values (?, 'shop', '1', ?, ?, 'ann', 'API', 'endpoint:shop')""", UUID.randomUUID(),
                second.minusSeconds(1).atOffset(ZoneOffset.UTC), second.atOffset(ZoneOffset.UTC));
        for (String verdict : List.of("EFFECTIVE", "HARMFUL", "UNDELIVERABLE")) {
            jdbc.update(
                    """
                            insert into memory_repair (id, task_id, weak_point_id, decision, decided_at, repair, verdict, verdict_at)
                            values (?, ?, ?, 'APPROVED', ?, ?, ?, ?)""",
                    UUID.randomUUID(), UUID.randomUUID(),
                    UUID.randomUUID(), first.atOffset(ZoneOffset.UTC),
                    """
                            {"code": "a.b", "subject": {"kind": "endpoint", "id": "other"}, "labels": {}, "severity": "high",
                             "strategy": "climb", "step": "restart", "failedBefore": [], "type": "t", "horizonMs": 1}""",
                    verdict, first.atOffset(ZoneOffset.UTC));
        }
        Fleet fleet = new Fleet();
        fleet.number(SHOP);
        List<CycleFacts> facts = events.facts(List.of(new Recorded(first.toEpochMilli(), List.of()),
                new Recorded(second.toEpochMilli(), List.of())), first.toEpochMilli() - 1,
                new TreeMap<>(Map.of(second.toEpochMilli(), List.of(new Value(SHOP, "backlog", 7, Double.NaN)))),
                fleet);
        assertThat(facts.getFirst().deploys()).isEmpty();
        assertThat(facts.getLast().deploys())
                .containsExactly(new Deployed(0, second.minusSeconds(1).toEpochMilli()));
        assertThat(facts.getFirst().repairs()).extracting(Repaired::subject, Repaired::effective, Repaired::step)
                .containsExactlyInAnyOrder(tuple(1, true, "restart"), tuple(1, false, "restart"));
        assertThat(facts.getLast().repairs()).isEmpty();
        assertThat(facts.getLast().measures()).containsExactly(new Measure(0, "backlog", 7, Double.NaN));
    }

    @Test
    void runWhenRecordedIsComputed() {
        long before = store.processedMs();
        assertThat(api.post("/api/halo/run", "{}").status()).isEqualTo(200);
        awaitComputed();
        assertThat(store.processedMs()).isGreaterThan(before);
        assertThat(store.subjects()).isNotEmpty();
    }

    @Test
    void cycleWhenTheComputationFailsIsComputedWhenItWorksAgain() {
        cycle(SHORT, EntityState.CLEAN);
        long computed = store.processedMs();
        jdbc.update("update resonance_state set patterns = 'not JSON', processed_ms = processed_ms - 1");
        record(SHORT, EntityState.WEAK);
        assertThat(store.next(computed)).isNotNull();
        jdbc.update("update resonance_state set patterns = null, processed_ms = 0");
        awaitComputed();
        assertThat(store.processedMs()).isGreaterThan(computed);
    }
}
