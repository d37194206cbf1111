package ink.dreamnet.halo.event;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@HaloTest
abstract class EventStoreTest {

    private static final PageQuery FIRST = PageQuery.of(null, null);

    @OnH2
    static class OnH2Test extends EventStoreTest {
    }

    @OnPostgres
    static class OnPostgresTest extends EventStoreTest {
    }

    @Autowired
    EventStore store;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    JsonMapper json;

    @Autowired
    Clock clock;

    @BeforeEach
    void empty() {
        jdbc.update("delete from wormhole_event");
        jdbc.update("delete from wormhole_intake");
    }

    private WormholeEvent.Builder event(String source, String eventId) {
        return WormholeEvent.builder(Direction.IN, source, eventId, "test.happened", clock.instant());
    }

    private Map<UUID, UUID> take(UUID intake, WormholeEvent... events) {
        return Objects.requireNonNull(transaction.execute(tx -> store.appendNew(intake, List.of(events))));
    }

    private List<UUID> ids(EventQuery query) {
        return store.page(query, FIRST).items().stream().map(WormholeEvent::id).toList();
    }

    @Test
    void findGivesBackWhatWasWritten() {
        WormholeEvent whole = event("/squads/7", "a-1").subject("task 9 \u00e4").source("squad", "7")
                .severity(EventSeverity.ERROR).subjects(List.of(SubjectRef.parse("squad:7")))
                .labels(Map.of("team", "x\u0000y"))
                .data(new EventData(json.readTree("{\"n\": [1, null, \"\\u0000\"]}"), "application/json",
                        "https://schemas.example/1"))
                .time(Instant.parse("2026-01-02T03:04:05.678Z")).trace(new Trace("00-a-b-01", "v=1")).build();
        take(Ids.next(), whole);

        WormholeEvent read = store.find(whole.id()).orElseThrow();
        assertThat(read).usingRecursiveComparison().ignoringFields("labels", "data").isEqualTo(whole);
        assertThat(read.labels()).containsEntry("team", "x\ufffdy");
        assertThat(read.data().value()).isEqualTo(json.readTree("{\"n\": [1, null, \"\ufffd\"]}"));
        assertThat(read.data().schema()).isEqualTo("https://schemas.example/1");
    }

    @Test
    void appendNewWhenKnownOrTwiceNamesTheKeptOne() {
        WormholeEvent first = event("/s", "1").build();
        WormholeEvent again = event("/s", "1").build();
        WormholeEvent second = event("/s", "2").build();
        WormholeEvent twice = event("/s", "2").build();
        WormholeEvent otherSource = event("/t", "1").build();
        assertThat(take(Ids.next(), first)).isEmpty();

        UUID intake = Ids.next();
        assertThat(take(intake, again, second, twice, otherSource))
                .isEqualTo(Map.of(again.id(), first.id(), twice.id(), second.id()));
        assertThat(store.ofIntake(intake)).extracting(WormholeEvent::id)
                .containsExactly(second.id(), otherSource.id());
    }

    @Test
    void appendOutsideATransactionIsRefused() {
        assertThatExceptionOfType(IllegalTransactionStateException.class)
                .isThrownBy(() -> store.append(List.of(event("/s", "1").build())));
    }

    @Test
    void pageKeepsToTheFilters() {
        WormholeEvent down = event("/a", "1").severity(EventSeverity.CRITICAL).source("api", "x")
                .subjects(List.of(SubjectRef.parse("endpoint:check_out"))).build();
        WormholeEvent near = event("/b", "1").severity(EventSeverity.WARNING)
                .subjects(List.of(SubjectRef.parse("endpoint:checkXout"))).build();
        take(Ids.next(), down, near);
        WormholeEvent own = WormholeEvent.builder(Direction.OUT, "/halo", "1", "halo.cycle.completed",
                clock.instant()).build();
        transaction.executeWithoutResult(tx -> store.append(List.of(own)));

        assertThat(ids(EventQuery.ALL)).containsExactly(own.id(), near.id(), down.id());
        assertThat(ids(query(Direction.OUT, null, null, null))).containsExactly(own.id());
        assertThat(ids(query(null, "halo.*.completed", null, null))).containsExactly(own.id());
        assertThat(ids(query(null, "test_happened", null, null))).isEmpty();
        assertThat(ids(query(null, null, EventSeverity.WARNING, null))).containsExactly(near.id(), down.id());
        assertThat(ids(query(null, null, null, SubjectRef.parse("endpoint:check_out"))))
                .containsExactly(down.id());
        assertThat(ids(new EventQuery(null, null, "/b", null, null, null, null, null))).containsExactly(near.id());
        assertThat(ids(new EventQuery(null, null, null, "api", null, null, null, null)))
                .containsExactly(down.id());
        Instant later = clock.instant().plusSeconds(1);
        assertThat(ids(new EventQuery(null, null, null, null, null, null, later, null))).isEmpty();
        assertThat(ids(new EventQuery(null, null, null, null, null, null, null, later))).hasSize(3);
    }

    private static EventQuery query(@Nullable Direction direction, @Nullable String type,
            @Nullable EventSeverity least, @Nullable SubjectRef subject) {
        return new EventQuery(direction, type, null, null, least, subject, null, null);
    }

    @Test
    void pagesGoOnWhereTheLastOneEnded() {
        take(Ids.next(), event("/s", "1").build(), event("/s", "2").build(), event("/s", "3").build());
        Page<WormholeEvent> first = store.page(EventQuery.ALL, PageQuery.of(2, null));
        Page<WormholeEvent> rest = store.page(EventQuery.ALL, PageQuery.of(2, first.next()));
        assertThat(first.items()).extracting(WormholeEvent::eventId).containsExactly("3", "2");
        assertThat(rest.items()).extracting(WormholeEvent::eventId).containsExactly("1");
        assertThat(rest.next()).isNull();
    }

    @Test
    void removeBeforeLeavesWhatWaitsToBeRouted() {
        UUID waiting = Ids.next();
        WormholeEvent unrouted = event("/s", "1").build();
        take(waiting, unrouted);
        jdbc.update("insert into wormhole_intake (id, events) values (?, 1)", waiting);
        take(Ids.next(), event("/s", "2").build(), event("/s", "3").build());

        Instant later = clock.instant().plus(Duration.ofSeconds(1));
        assertThat(store.removeBefore(later.minusSeconds(60), 10)).isZero();
        assertThat(store.removeBefore(later, 1)).isEqualTo(1);
        assertThat(store.removeBefore(later, 10)).isEqualTo(1);
        assertThat(ids(EventQuery.ALL)).containsExactly(unrouted.id());
    }
}
