package ink.dreamnet.halo.memory.evolution;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.memory.trait.EntityState;
import ink.dreamnet.halo.memory.trait.Observed;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// A point a day, also of days on which HALO's night work did not run.
@HaloTest
abstract class EvolutionTest {

    @OnH2
    static class OnH2Test extends EvolutionTest {
    }

    @OnPostgres
    static class OnPostgresTest extends EvolutionTest {
    }

    private static final SubjectRef SHOP = Observed.endpoint("shop");

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
    MemoryNight night;

    private LocalDate today;

    /// Begins at the noon of a day.
    @BeforeEach
    void forget() {
        Stream.of("memory_trait", "memory_week", "memory_span", "memory_watch", "memory_gap", "memory_level",
                "memory_outcome",
                "memory_handover", "memory_entity", "memory_reference", "memory_look", "memory_point")
                .forEach(table -> jdbc.update("delete from " + table));
        jdbc.update("update memory_version set version = version + 1, last_cycle_ms = 0");
        jdbc.update("update memory_evolution set last_day = null");
        Instant now = clock.instant();
        Instant noon = now.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(1).atTime(12, 0).toInstant(ZoneOffset.UTC);
        clock.advance(Duration.between(now, noon));
        today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private void see(EntityState state) {
        transaction.executeWithoutResult(
                tx -> publisher.publishEvent(Observed.at(clock.millis()).saw("a", SHOP, state).detected()));
    }

    /// As if it had all been some days earlier; the clock of the other tests stays where it is.
    private void backdate(int days) {
        long ms = Duration.ofDays(days).toMillis();
        Map.of("memory_span", List.of("at_ms", "after_ms"), "memory_watch", List.of("at_ms", "after_ms"), "memory_look",
                List.of("ran_ms", "oldest_ms"), "memory_gap",
                List.of("found_ms", "from_ms", "until_ms"), "memory_entity",
                List.of("since_ms", "changed_ms", "as_of_ms"), "memory_trait", List.of("changed_ms"), "memory_version",
                List.of("last_cycle_ms"))
                .forEach((table, columns) -> columns.forEach(
                        column -> jdbc.update("update %s set %s = %s - ?".formatted(table, column, column), ms)));
        jdbc.update("update memory_point set epoch_day = epoch_day - %d".formatted(days));
        jdbc.update("update memory_evolution set last_day = last_day - %d".formatted(days));
        jdbc.update("update memory_version set version = version + 1");
    }

    private JsonNode evolution(String path) {
        Api.Answer answer = api.get("/api/halo/memory/" + path);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.body().get("evolution");
    }

    private List<String> states(String path) {
        List<String> states = new ArrayList<>();
        evolution(path).forEach(
                point -> states.add(point.get("day").asString().substring(8) + " " + point.get("state").asString()));
        return states;
    }

    private String day(int plus, String state) {
        return today.plusDays(plus).toString().substring(8) + " " + state;
    }

    @Test
    void dayWithoutAChangeIsAsTheDayBefore() {
        see(EntityState.CLEAN);
        clock.advance(Duration.ofDays(2));
        see(EntityState.WEAK);
        clock.advance(Duration.ofHours(1));
        see(EntityState.CLEAN);
        clock.advance(Duration.ofHours(1));
        see(EntityState.WEAK);
        clock.advance(Duration.ofDays(2));
        night.run();
        assertThat(states("endpoint/shop?view=evolution")).containsExactly(day(0, "clean"), day(1, "clean"),
                day(2, "weak"),
                day(3, "weak"));
        assertThat(jdbc.queryForObject("select count(*) from memory_point where kind = 'ENDPOINT'", Long.class))
                .isEqualTo(2);
        // what happened later does not change it
        JsonNode before = evolution("endpoint/shop?view=evolution");
        assertThat(before.get(2).get("traits").get("reliability").asDouble()).isBetween(0.6, 0.9);
        see(EntityState.CLEAN);
        clock.advance(Duration.ofDays(1));
        night.run();
        night.run();
        assertThat(evolution("endpoint/shop?view=evolution&to=" + today.plusDays(3))).isEqualTo(before);
        assertThat(states("endpoint/shop?view=evolution&from=" + today.plusDays(3))).containsExactly(day(3, "weak"),
                day(4, "clean"));
    }

    @Test
    void wholeHasAPointEachDay() {
        see(EntityState.CLEAN);
        clock.advance(Duration.ofMinutes(10));
        see(EntityState.WEAK);
        clock.advance(Duration.ofMinutes(10));
        see(EntityState.CLEAN);
        clock.advance(Duration.ofDays(2));
        night.run();
        JsonNode points = evolution("system/halo?view=evolution");
        assertThat(points.size()).isEqualTo(2);
        JsonNode first = points.get(0);
        assertThat(first.get("day").asString()).isEqualTo(today.toString());
        assertThat(first.get("noticed").asLong()).isEqualTo(1);
        // between the two observations, 10 minutes apart
        assertThat(first.get("noticeMs").asLong()).isBetween(295_000L, 305_000L);
        assertThat(first.get("healed").asLong()).isEqualTo(1);
        assertThat(first.get("repaired").asLong()).isZero();
        // how many weak points were open then is not known any more
        assertThat(first.has("weakPoints")).isFalse();
        assertThat(points.get(1).get("noticed").asLong()).isZero();
        assertThat(points.get(1).get("weakPoints").get("critical").asLong()).isZero();
        assertThat(points.get(1).get("traits").get("reliability").asDouble()).isBetween(0.4, 0.9);
    }

    @Test
    void pointsAreThinnedToWeeksAndWhatIsTooOldIsRemoved() {
        see(EntityState.CLEAN);
        for (int i = 0; i < 21; i++) {
            clock.advance(Duration.ofDays(1));
            see(i % 2 == 0 ? EntityState.WEAK : EntityState.CLEAN);
        }
        clock.advance(Duration.ofDays(1));
        night.run();
        assertThat(jdbc.queryForObject("select count(*) from memory_point where kind = 'ENDPOINT'", Long.class))
                .isEqualTo(22);
        backdate(410);
        see(EntityState.CLEAN);
        clock.advance(Duration.ofDays(1));
        night.run();
        // three or four weeks, and the last day
        assertThat(jdbc.queryForObject("select count(*) from memory_point where kind = 'ENDPOINT'", Long.class))
                .isBetween(4L, 5L);
        // the state that held when the 400 days began is kept
        assertThat(jdbc.queryForList("select state from memory_span order by seq", String.class)).hasSizeBetween(2, 4);
    }

    @Test
    void requestWhenItMakesNoSenseIsRefused() {
        see(EntityState.CLEAN);
        assertThat(api.get("/api/halo/memory/endpoint/shop?view=evolution&from=2026-02-01&to=2026-01-01").status())
                .isEqualTo(400);
        assertThat(api.get("/api/halo/memory/endpoint/shop?view=evolution&from=2020-02-01").status()).isEqualTo(400);
        assertThat(api.get("/api/halo/memory/endpoint/shop?view=evolution&from=yesterday").status()).isEqualTo(400);
        assertThat(api.get("/api/halo/memory/endpoint/shop?view=other").status()).isEqualTo(400);
        assertThat(api.get("/api/halo/memory/endpoint/never?view=evolution").status()).isEqualTo(404);
    }
}
