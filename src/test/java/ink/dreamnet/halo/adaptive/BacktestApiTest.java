package ink.dreamnet.halo.adaptive;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ink.dreamnet.halo.signal.AnomalyDetector;
import ink.dreamnet.halo.signal.SignalStore;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.TestClock;
import ink.dreamnet.halo.trigger.TimeTrigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

@HaloTest
@OnH2
class BacktestApiTest {

    private static final String TRIGGERS = "/api/halo/triggers";

    @Autowired
    Api api;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    TimeTrigger time;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    SignalStore store;
    @Autowired
    AnomalyDetector.Factory detectors;
    @Autowired
    ApplicationContext context;

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

    private static String history(int minutes, int from, int to) {
        Instant start = Instant.parse("2026-01-05T00:00:00Z");
        return IntStream.range(0, minutes)
                .mapToObj(i -> "{\"at\":\"%s\",\"value\":%d}".formatted(start.plusSeconds(60L * i),
                        (i >= from && i < to ? 400 : 100) + i * 7919 % 20))
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void backtestWhenHistoryIsLongSaysWhereItWouldHaveFired() {
        long begun = System.nanoTime();
        Answer answer = api.post(TRIGGERS + "/request-volume/backtest?scores=true",
                "{\"series\":" + history(100_000, 50_000, 50_005) + "}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
        JsonNode firings = answer.body().at("/firings");
        assertThat(firings.size()).isEqualTo(1);
        assertThat(firings.at("/0/at").stringValue()).isEqualTo("2026-02-08T17:20:00.000Z");
        assertThat(firings.at("/0/value").intValue()).isBetween(400, 420);
        assertThat(firings.at("/0/expected").doubleValue()).isBetween(95.0, 125.0);
        assertThat(firings.at("/0/reason").stringValue()).startsWith("spike");
        assertThat(answer.body().at("/scores").size()).isEqualTo(100_000);
        assertThat(answer.body().at("/scores/50000").doubleValue()).isGreaterThan(0.5);
        assertThat(answer.body().at("/scores/49000").doubleValue()).isLessThan(0.5);
        assertThat(store.sources()).isEmpty();
    }

    @Test
    void backtestWhenFixedUsesTheThresholdAndTheCooldown() {
        Answer answer = api.post(TRIGGERS + "/error-rate/backtest", """
                {"series":[{"at":0,"value":10},{"at":30000,"value":10},{"at":60000,"value":14},{"at":80000,"value":1},
                {"at":300000,"value":30},{"at":380000,"value":30}],"config":{"mode":"fixed"}}""");
        assertThat(answer.body().at("/firings").toString()).isEqualTo("""
                [{"at":"1970-01-01T00:01:20.000Z","value":25.0,"expected":25.0,"score":0.5,\
                "reason":"25 within 60 s reached the threshold of 25"},\
                {"at":"1970-01-01T00:06:20.000Z","value":30.0,"expected":25.0,"score":0.5833,\
                "reason":"30 within 60 s reached the threshold of 25"}]""");
        assertThat(answer.body().at("/scores").isMissingNode()).isTrue();
    }

    @Test
    void backtestWhenOnlyMembersOfTheFixedModeAreGivenIsFixed() {
        Answer answer = api.post(TRIGGERS + "/error-rate/backtest", """
                {"series":[{"at":0,"value":10},{"at":30000,"value":10}],"config":{"threshold":12,"windowMs":60000}}""");
        assertThat(answer.body().at("/firings/0/reason").stringValue())
                .isEqualTo("20 within 60 s reached the threshold of 12");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{}|series", "{\"series\":[]}|series",
            "{\"series\":[{\"at\":\"now\",\"value\":1}]}|series[0].at", "{\"series\":[{\"value\":1}]}|series[0].at",
            "{\"series\":[{\"at\":1,\"value\":\"NaN\"}]}|series[0].value",
            "{\"series\":[{\"at\":1,\"value\":-1e16}]}|series[0].value",
            "{\"series\":[{\"at\":1,\"value\":1},{\"at\":2,\"value\":1,\"vaule\":2}]}|series[1].vaule",
            "{\"series\":[{\"at\":1,\"value\":1}],\"config\":{\"mode\":\"fixed\",\"minCount\":1}}|config.minCount",
            "{\"series\":[{\"at\":1,\"value\":1}],\"config\":{\"mode\":\"adaptive\",\"windowMs\":9000}}|config.windowMs",
            "{\"series\":[{\"at\":1,\"value\":1}],\"config\":{\"threshold\":5,\"warmUpMs\":60000}}|config.warmUpMs",
            "{\"series\":[{\"at\":1,\"value\":1}],\"config\":{\"mode\":\"magic\"}}|config.mode",
            "{\"series\":[{\"at\":1,\"value\":1}],\"config\":{\"adoptAfter\":1}}|config",
            "{\"series\":[{\"at\":1,\"value\":1}],\"config\":{\"mode\":\"fixed\",\"threshold\":0}}|config"})
    void backtestWhenWrongNamesTheField(String body, String field) {
        Answer refused = api.post(TRIGGERS + "/request-volume/backtest", body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/errors/0/field").stringValue()).isEqualTo(field);
    }

    /// Real histories have such.
    @Test
    void backtestWhenTimesAreDoubledOrBackwardAndValuesNegativeTakesThem() {
        Answer answer = api.post(TRIGGERS + "/request-volume/backtest?scores=true", """
                {"series":[{"at":60000,"value":90},{"at":0,"value":-1},{"at":60000,"value":5},{"at":120000,"value":4}],
                "config":{"threshold":5,"windowMs":60000,"cooldownMs":0}}""");
        assertThat(answer.body().at("/firings").size()).isEqualTo(1);
        assertThat(answer.body().at("/firings/0/value").doubleValue()).isEqualTo(5);
        assertThat(answer.body().at("/scores").toString()).isEqualTo("[0.5,0.0,0.5,0.4]");
        assertThat(api.post(TRIGGERS + "/request-volume/backtest?scores=true", """
                {"series":[{"at":60000,"value":90},{"at":0,"value":-1},{"at":60000,"value":5}]}""").body().at("/scores")
                .size())
                .isEqualTo(3);
    }

    @Test
    void backtestWhenTooLongOrOfAnotherTriggerIsRefused() {
        Answer refused = api.post(TRIGGERS + "/request-volume/backtest",
                "{\"series\":" + history(100_001, 0, 0) + "}");
        assertThat(refused.body().at("/errors/0/message").stringValue())
                .isEqualTo("must have 1 to 100000 samples, not 100001");
        String tiny = "{\"series\":[{\"at\":1,\"value\":1}]}";
        assertThat(api.post(TRIGGERS + "/time/backtest", tiny).status()).isEqualTo(409);
        assertThat(api.post(TRIGGERS + "/none/backtest", tiny).status()).isEqualTo(404);
    }
}
