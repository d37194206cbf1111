package ink.dreamnet.halo.signal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import ink.dreamnet.halo.trigger.AwayTransactions;
import ink.dreamnet.halo.trigger.CycleRequests;
import ink.dreamnet.halo.trigger.Reading;
import ink.dreamnet.halo.trigger.TimeTrigger;
import ink.dreamnet.halo.trigger.TriggerGate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

@HaloTest
abstract class SignalApiTest {

    private static final String SIGNALS = "/api/halo/signals";
    private static final String TRIGGERS = "/api/halo/triggers";

    @Autowired
    Api api;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    TriggerGate gate;
    @Autowired
    CycleRequests requests;
    @Autowired
    PlatformTransactionManager manager;
    @Autowired
    TimeTrigger time;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    SignalEvaluator evaluator;
    @Autowired
    SignalIntake intake;
    @Autowired
    SignalStore store;
    @Autowired
    AnomalyDetector.Factory detectors;
    @Autowired
    ApplicationContext context;
    @Autowired
    ScrapeClient client;
    @Autowired
    ScrapeStore scrapes;
    @LocalServerPort
    int port;

    @OnH2
    static class OnH2Test extends SignalApiTest {
    }

    @OnPostgres
    static class OnPostgresTest extends SignalApiTest {
    }

    @BeforeEach
    void forget() {
        jdbc.update("update trigger_state set enabled = null, fired_at = null, fired_why = null, held_since = null, "
                + "held_why = null, held_times = 0");
        jdbc.update("delete from signal_bucket");
        jdbc.update("delete from signal_source");
        jdbc.update("delete from scrape_target");
        jdbc.update("delete from learned_level");
        clock.advance(Duration.ofHours(1));
    }

    private JsonNode trigger(String name) {
        for (JsonNode trigger : api.get(TRIGGERS).body().at("/triggers")) {
            if (trigger.at("/name").stringValue().equals(name)) {
                return trigger;
            }
        }
        throw new AssertionError("no trigger " + name);
    }

    private int requestsOf(String trigger) {
        Integer count = jdbc.queryForObject("select count(*) from cycle_request where trigger_name = ?", Integer.class,
                trigger);
        return count == null ? 0 : count;
    }

    @Test
    void signalsWhenThresholdIsReachedFireOnceAndSayWhatWasSeen() {
        int before = requestsOf("request-volume");
        int errorsBefore = requestsOf("error-rate");
        assertThat(trigger("request-volume").at("/readings/0/detail").stringValue()).startsWith("unknown");
        assertThat(trigger("request-volume").at("/threshold").intValue()).isEqualTo(150);
        assertThat(trigger("error-rate").at("/threshold").intValue()).isEqualTo(25);
        assertThat(api.post(SIGNALS, "[{\"source\":\"shop\",\"requests\":100,\"errors\":3},"
                + "{\"source\":\"api\",\"requests\":49}]").body().at("/accepted").intValue()).isEqualTo(2);
        evaluator.evaluate();
        assertThat(requestsOf("request-volume")).isEqualTo(before);
        assertThat(trigger("request-volume").at("/value").intValue()).isEqualTo(149);
        assertThat(api.post(SIGNALS, "{\"signals\":[{\"source\":\"shop\",\"requests\":1,\"errors\":0}]}").status())
                .isEqualTo(200);
        evaluator.evaluate();
        evaluator.evaluate();
        assertThat(requestsOf("request-volume")).isEqualTo(before + 1);
        JsonNode fired = trigger("request-volume");
        assertThat(fired.at("/why").stringValue())
                .isEqualTo("150 requests within 60 s reached the threshold of 150: shop 101, api 49");
        assertThat(fired.at("/held/times").intValue()).isEqualTo(1);
        assertThat(fired.at("/coolingUntil").isMissingNode()).isFalse();
        assertThat(fired.at("/readings/1/source").stringValue()).isEqualTo("shop");
        assertThat(trigger("error-rate").at("/value").intValue()).isEqualTo(3);
        assertThat(requestsOf("error-rate")).isEqualTo(errorsBefore);
        clock.advance(Duration.ofMinutes(6));
        evaluator.evaluate();
        assertThat(requestsOf("request-volume")).isEqualTo(before + 1);
        assertThat(trigger("request-volume").at("/held").isMissingNode()).isTrue();
        assertThat(trigger("request-volume").at("/value").isMissingNode()).isTrue();
        api.post(SIGNALS, "[{\"source\":\"shop\",\"requests\":500}]");
        evaluator.evaluate();
        assertThat(requestsOf("request-volume")).isEqualTo(before + 2);
    }

    @Test
    void signalsWhenOneReportMakesSeveralTriggersFireMakeOneCycle() {
        api.post(SIGNALS, "[{\"source\":\"shop\",\"requests\":500,\"errors\":500}]");
        evaluator.evaluate();
        assertThat(jdbc.queryForList("""
                select cycle_id from cycle_request where trigger_name in ('request-volume', 'error-rate')
                order by requested_at desc limit 2""", UUID.class)).hasSize(2).containsOnly(jdbc.queryForObject("""
                select cycle_id from cycle_request where trigger_name = 'error-rate'
                order by requested_at desc limit 1""", UUID.class));
    }

    /// Also where the cool-down is shorter than the window.
    @Test
    void signalsWhenTheyMadeATriggerFireDoNotMakeItFireAgain() {
        CountTrigger trigger = new CountTrigger("request-volume", Measure.REQUESTS,
                () -> new CountRule(true, CountRule.Mode.FIXED, 150, Duration.ofMinutes(1), Duration.ZERO), store,
                scrapes,
                detector(), gate, clock);
        int before = requestsOf("request-volume");
        api.post(SIGNALS, "[{\"source\":\"shop\",\"requests\":200}]");
        evaluate(trigger, gate);
        clock.advance(Duration.ofSeconds(10));
        evaluate(trigger, gate);
        assertThat(requestsOf("request-volume")).isEqualTo(before + 1);
        api.post(SIGNALS, "[{\"source\":\"shop\",\"requests\":200}]");
        evaluate(trigger, gate);
        assertThat(requestsOf("request-volume")).isEqualTo(before + 2);
    }

    /// Two writers are two replicas: neither knows of the other's counts, and each fills a part of the window.
    @Test
    void signalsWhenReplicasReportTheSameSourceAreSummed() {
        SignalIntake other = new SignalIntake(store, new SignalProperties(1000, Duration.ofDays(30),
                Duration.ofSeconds(5), 1000, Duration.ofMillis(5), Duration.ofSeconds(10)), transaction, clock,
                new SimpleMeterRegistry());
        other.start();
        try {
            for (int i = 0; i < 5; i++) {
                other.accept(List.of(new SignalReport("shop", 10, 3)));
                intake.accept(List.of(new SignalReport("shop", 10, 2)));
            }
        } finally {
            other.stop();
        }
        Map<String, Counts> window = store.window(SignalStore.FINE, clock.instant(), Duration.ofMinutes(1));
        assertThat(window.get("shop")).isEqualTo(new Counts(100, 25, 0));
        evaluator.evaluate();
        assertThat(trigger("error-rate").at("/why").stringValue()).startsWith("25 errors within 60 s");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{}|signals", "[]|signals", "{\"signals\":7}|signals",
            "[{\"requests\":1}]|signals[0].source", "[{\"source\":\"\",\"requests\":1}]|signals[0].source",
            "[{\"source\":\"a\"}]|signals[0]", "[{\"source\":\"a\",\"requests\":-1}]|signals[0].requests",
            "[{\"source\":\"a\",\"requests\":1.5}]|signals[0].requests",
            "[{\"source\":\"a\",\"requests\":1},{\"source\":\"b\",\"errors\":\"1\"}]|signals[1].errors",
            "[{\"source\":\"a\",\"errors\":99999999999999999999}]|signals[0].errors", "[null]|signals[0].source",
            "[{\"source\":\"a\",\"requests\":1,\"request\":500}]|signals[0].request",
            "[{\"source\":\"a\",\"requests\":1},{\"source\":\"b\",\"request\":500}]|signals[1].request",
            "{\"signals\":[{\"source\":\"a\",\"requests\":1}],\"sum\":1}|sum"})
    void signalsWhenWrongNameTheField(String body, String field) {
        Answer refused = api.post(SIGNALS, body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/errors/0/field").stringValue()).isEqualTo(field);
        assertThat(store.sources()).isEmpty();
    }

    @Test
    void signalsWhenMoreSourcesThanAllowedAreRefused() {
        clock.advance(Duration.ofMinutes(1));
        String reports = IntStream.range(0, 21).mapToObj(i -> "{\"source\":\"s%d\",\"requests\":0}".formatted(i))
                .collect(Collectors.joining(",", "[", "]"));
        Answer refused = api.post(SIGNALS, reports);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/errors/0/field").stringValue()).isEqualTo("signals[20].source");
        assertThat(store.sources()).isEmpty();
    }

    @Test
    void pruneWhenCountsAreOldRemovesThemAndForgetsSources() {
        intake.accept(List.of(new SignalReport("old", 1, 0)));
        clock.advance(Duration.ofDays(29));
        evaluator.evaluate();
        assertThat(jdbc.queryForObject("select count(*) from signal_bucket", Integer.class)).isZero();
        assertThat(store.sources()).containsKey("old");
        clock.advance(Duration.ofDays(2));
        evaluator.evaluate();
        assertThat(store.sources()).isEmpty();
    }

    private ScrapeProperties.Target self(String path, Map<String, String> headers) {
        return new ScrapeProperties.Target("halo", URI.create("http://127.0.0.1:" + port + path),
                Duration.ofSeconds(15), Duration.ofSeconds(10), "http_server_requests_seconds_count",
                Map.of("uri", SIGNALS), null, Map.of("status", "4.."), headers, DataSize.ofMegabytes(8));
    }

    private Scraper scraper(ScrapeProperties.Target target) {
        return new Scraper(new ScrapeProperties(List.of(target)), client, scrapes, store, transaction,
                new SimpleMeterRegistry(), clock);
    }

    private static void round(Scraper scraper) {
        scraper.round();
        scraper.settle();
    }

    /// HALO counts its own requests: those of this test are the only ones to that path meanwhile.
    @Test
    void scrapeWhenTargetIsHaloItselfCountsItsRequests() {
        Scraper scraper = scraper(self("/actuator/prometheus", Map.of()));
        api.post(SIGNALS, "[{\"source\":\"a\",\"requests\":0}]");
        round(scraper);
        assertThat(store.sources()).doesNotContainKey("halo");
        for (int i = 0; i < 40; i++) {
            assertThat(api.post(SIGNALS, "[{\"source\":\"a\",\"requests\":0}]").status()).isEqualTo(200);
        }
        for (int i = 0; i < 30; i++) {
            assertThat(api.post(SIGNALS, "[]").status()).isEqualTo(400);
        }
        round(scraper);
        assertThat(store.sources()).doesNotContainKey("halo");
        clock.advance(Duration.ofSeconds(15));
        round(scraper);
        Map<String, Counts> window = store.window(SignalStore.FINE, clock.instant(), Duration.ofMinutes(1));
        assertThat(window.get("halo")).isEqualTo(new Counts(70, 30, 0));
        evaluator.evaluate();
        assertThat(trigger("error-rate").at("/why").stringValue()).contains("30 errors within 60 s", "halo 30");
    }

    @Test
    void scrapeWhenItFailsIsSeenAndIsNotZeroTraffic() {
        api.post(SIGNALS, "[]");
        Scraper good = scraper(self("/actuator/prometheus", Map.of()));
        round(good);
        Scraper bad = scraper(self("/actuator/health", Map.of()));
        for (int i = 0; i < 2; i++) {
            clock.advance(Duration.ofSeconds(15));
            round(bad);
        }
        JsonNode readings = trigger("request-volume").at("/readings");
        assertThat(readings.at("/1/source").stringValue()).isEqualTo("halo");
        assertThat(readings.at("/1/value").isMissingNode()).isTrue();
        assertThat(readings.at("/1/detail").stringValue()).startsWith("scraping fails since")
                .contains(
                        "(2 in a row): its answer is not in a format of Prometheus: line 1 has labels that do not end");
        assertThat(readings.at("/0/detail").stringValue()).endsWith("unknown is what these sources count: halo");
        assertThat(trigger("request-volume").at("/value").isMissingNode()).isTrue();
        round(scraper(self("/actuator/prometheus", Map.of("X-Token", "env:HALO_NO_SUCH_TOKEN"))));
        assertThat(trigger("request-volume").at("/readings").toString())
                .contains("env:HALO_NO_SUCH_TOKEN, which is not");
        clock.advance(Duration.ofSeconds(15));
        round(good);
        assertThat(trigger("request-volume").at("/readings").toString()).doesNotContain("fails");
    }

    /// What came in three missed scrapes is spread over the gap, so that it is not a burst.
    @Test
    void scrapeWhenSomeWereMissedSpreadsTheIncrease() {
        Scraper scraper = scraper(self("/actuator/prometheus", Map.of()));
        api.post(SIGNALS, "[]");
        round(scraper);
        for (int i = 0; i < 60; i++) {
            api.post(SIGNALS, "[]");
        }
        clock.advance(Duration.ofMinutes(10));
        round(scraper);
        assertThat(store.window(SignalStore.FINE, clock.instant(), Duration.ofMinutes(1))
                .getOrDefault("halo", Counts.NONE).requests())
                .isBetween(5L, 7L);
        assertThat(store.window(SignalStore.FINE, clock.instant(), Duration.ofMinutes(11))
                .getOrDefault("halo", Counts.NONE).requests())
                .isEqualTo(60);
    }

    @Test
    void lookWhenErrorBudgetBurnsFiresAndSaysHowFast() {
        int before = requestsOf("error-budget");
        assertThat(trigger("error-budget").at("/value").isMissingNode()).isTrue();
        intake.accept(List.of(new SignalReport("shop", 100_000, 1_000), new SignalReport("other", 100, 100)));
        evaluator.evaluate();
        assertThat(requestsOf("error-budget")).isEqualTo(before + 1);
        JsonNode burning = trigger("error-budget");
        assertThat(burning.at("/why").stringValue()).isEqualTo("shop: slow burn of the error budget of 99.9 %, "
                + "10.0 times over 360 min and 10.0 times over 30 min (1000 of 100000 requests failed)");
        assertThat(burning.at("/value").doubleValue()).isCloseTo(10, within(1e-6));
        assertThat(burning.at("/threshold").doubleValue()).isEqualTo(6);
        assertThat(burning.at("/readings/0/windowMs").longValue()).isEqualTo(Duration.ofHours(6).toMillis());
        assertThat(burning.at("/readings/0/detail").stringValue()).isEqualTo("slow burn, the lesser of both windows");
        assertThat(burning.at("/readings").size()).isEqualTo(5);
        intake.accept(List.of(new SignalReport("shop", 0, 0)));
        clock.advance(Duration.ofMinutes(31));
        evaluator.evaluate();
        assertThat(requestsOf("error-budget")).isEqualTo(before + 1);
    }

    /// What was learned, then what is unusual.
    private Instant spike() {
        Instant start = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        AnomalyDetector detector = detector();
        for (int i = 0; i < 26 * 60; i++) {
            minute(start.plusSeconds(60L * i), 1000 + 10 * (i % 7));
        }
        for (int hour = 1; hour <= 26; hour++) {
            detector.evaluate(start.plusSeconds(3600L * hour + 30), null);
        }
        Instant then = start.plus(Duration.ofHours(26));
        minute(then, 10_000);
        clock.advance(Duration.between(clock.instant(), then.plusSeconds(75)));
        return then;
    }

    private AnomalyDetector detector() {
        return detectors.detector(Measure.REQUESTS, Duration.ofSeconds(10));
    }

    private void evaluate(CountTrigger trigger, TriggerGate itsGate) {
        trigger.evaluate(clock.instant()).ifPresent(order -> {
            itsGate.fireTogether(Map.of(trigger, order));
            trigger.asked();
        });
    }

    private CountTrigger adaptiveTrigger(TriggerGate itsGate) {
        return new CountTrigger("request-volume", Measure.REQUESTS,
                () -> new CountRule(true, CountRule.Mode.ADAPTIVE, 150, Duration.ofMinutes(1), Duration.ofMinutes(5)),
                store,
                scrapes, detector(), itsGate, clock);
    }

    @Test
    void lookWhenTheDatabaseGoesAwayBeforeItCouldFireFiresAtTheNextLook() {
        spike();
        int before = requestsOf("request-volume");
        AwayTransactions database = new AwayTransactions(manager);
        TriggerGate away = database.gate(context);
        CountTrigger trigger = adaptiveTrigger(away);
        database.away(true);
        assertThatThrownBy(() -> evaluate(trigger, away)).hasMessage("the database is away");
        assertThat(requestsOf("request-volume")).isEqualTo(before);

        database.away(false);
        clock.advance(Duration.ofSeconds(5));
        evaluate(trigger, away);
        assertThat(requestsOf("request-volume")).isEqualTo(before + 1);
        assertThat(trigger("request-volume").at("/why").stringValue()).startsWith("shop: spike: 10000");
        clock.advance(Duration.ofMinutes(6));
        evaluate(trigger, away);
        assertThat(requestsOf("request-volume")).as("said once").isEqualTo(before + 1);
    }

    @Test
    void readingsWhenAdaptiveBeginWithTheMostUnusualSource() {
        spike();
        CountTrigger trigger = adaptiveTrigger(gate);
        assertThat(trigger.readings().getFirst().value()).isNull();
        assertThat(trigger.readings().getFirst().threshold()).isEqualTo(0.5);
        evaluate(trigger, gate);

        Reading first = trigger.readings().getFirst();
        assertThat(first.source()).isEqualTo("shop");
        assertThat(first.measure()).isEqualTo("requests-score");
        assertThat(first.value()).isGreaterThan(0.5);
        assertThat(first.threshold()).isEqualTo(0.5);
        assertThat(trigger.readings()).filteredOn(reading -> reading.measure().equals("requests-score")).hasSize(1);
    }

    /// Reports come every few seconds, looks too, and neither knows of the other.
    @Test
    void windowWhenItIsShortLeavesNothingOut() {
        Instant bucket = Instant.parse("2026-11-24T10:00:00Z");
        transaction.executeWithoutResult(tx -> store.add("test", List.of(SignalStore.Bucket.of(SignalStore.FINE,
                bucket.plusSeconds(4), "shop", new Counts(7, 0, 0))), Set.of("shop"), bucket));
        Duration window = Duration.ofSeconds(5);
        assertThat(store.window(SignalStore.FINE, bucket.plusSeconds(4), window)).containsKey("shop");
        assertThat(store.window(SignalStore.FINE, bucket.plusMillis(9_900), window)).containsKey("shop");
        assertThat(store.window(SignalStore.FINE, bucket.plusSeconds(10), window)).isEmpty();
    }

    /// Whatever the length of the names, one of the two cuts falls within a character of two units.
    @Test
    void lookWhenTheReasonIsTooLongFires() {
        for (String lead : List.of("", "a")) {
            jdbc.update("update trigger_state set fired_at = null");
            jdbc.update("delete from signal_bucket");
            int before = requestsOf("request-volume");
            List<SignalReport> reports = IntStream.range(0, 3)
                    .mapToObj(i -> new SignalReport(lead + i + "\uD83D\uDCE6".repeat(99), 100, 0)).toList();
            intake.accept(reports);
            evaluator.evaluate();
            assertThat(requestsOf("request-volume")).as("'%s'", lead).isEqualTo(before + 1);
        }
    }

    private static ScrapeProperties.Target target(String source, String url, Duration timeout) {
        return new ScrapeProperties.Target(source, URI.create(url), Duration.ofMinutes(1), timeout, "asked_total",
                Map.of(), null, Map.of("status", "5.."), Map.of(), DataSize.ofKilobytes(64));
    }

    private static FleetServer.Behaviour asked(int times) {
        return FleetServer.answer(200, "asked_total " + times + "\n");
    }

    @Test
    @Timeout(50)
    void scrapeWhenATargetHangsDoesNotKeepOthersWaiting() throws InterruptedException {
        try (FleetServer fleet = FleetServer.start(2)) {
            fleet.set(0, FleetServer.HANG);
            fleet.set(1, asked(1));
            Scraper scraper = new Scraper(new ScrapeProperties(List.of(
                    target("hanging", fleet.url(0), Duration.ofMinutes(1)),
                    target("quick", fleet.url(1), Duration.ofMinutes(1)))), client, scrapes, store, transaction,
                    new SimpleMeterRegistry(), clock);
            for (int i = 1; i <= 3; i++) {
                Instant began = clock.instant();
                Awaitility.await().until(() -> {
                    scraper.round();
                    return scrapes.all().stream().filter(one -> one.name().equals("quick"))
                            .map(ScrapeStore.Standing::goodAt).anyMatch(at -> at != null && !at.isBefore(began));
                });
                fleet.set(1, asked(1 + 10 * i));
                clock.advance(Duration.ofMinutes(1));
            }
            assertThat(fleet.hits(0)).isEqualTo(1);
            assertThat(store.sources()).containsOnlyKeys("quick");
            scraper.close();
        }
    }

    /// Two replicas: what the slow one brings is older than what the other has stored.
    @Test
    void scrapeWhenItIsOvertakenByAnotherReplicaIsDropped() throws InterruptedException {
        try (FleetServer fleet = FleetServer.start(1)) {
            ScrapeProperties target = new ScrapeProperties(List.of(target("shop", fleet.url(0),
                    Duration.ofSeconds(30))));
            Scraper one = new Scraper(target, client, scrapes, store, transaction, new SimpleMeterRegistry(), clock);
            Scraper other = new Scraper(target, client, scrapes, store, transaction, new SimpleMeterRegistry(),
                    clock);
            fleet.set(0, asked(100));
            round(one);
            CountDownLatch slow = new CountDownLatch(1);
            fleet.set(0, (exchange, server) -> {
                awaitUninterruptibly(slow);
                asked(110).serve(exchange, server);
            });
            clock.advance(Duration.ofMinutes(1));
            one.round();
            Awaitility.await().until(() -> fleet.hits(0) == 2);
            fleet.set(0, asked(130));
            clock.advance(Duration.ofMinutes(1));
            round(other);
            slow.countDown();
            one.settle();
            assertThat(store.window(SignalStore.FINE, clock.instant(), Duration.ofMinutes(30))
                    .getOrDefault("shop", Counts.NONE).requests()).isEqualTo(30);
            one.close();
            other.close();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException stopping) {
            throw new InterruptedIOException();
        }
    }

    private void minute(Instant at, long requests) {
        transaction.executeWithoutResult(tx -> store.add("test",
                List.of(SignalStore.Bucket.of(SignalStore.COARSE, at, "shop", new Counts(requests, 0, 60_000))),
                Set.of("shop"), at));
    }
}
