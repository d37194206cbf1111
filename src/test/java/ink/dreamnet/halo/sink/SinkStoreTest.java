package ink.dreamnet.halo.sink;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventLog;
import ink.dreamnet.halo.event.EventStore;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/// What waits for sinks, in the database.
@HaloTest
abstract class SinkStoreTest {

    @Autowired
    TestClock clock;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    EventStore events;
    @Autowired
    EventLog log;
    @Autowired
    Sinks sinks;
    @Autowired
    SinkStore store;
    @Autowired
    TransactionTemplate transaction;

    @OnH2
    static class OnH2Test extends SinkStoreTest {
    }

    @OnPostgres
    static class OnPostgresTest extends SinkStoreTest {
    }

    @Test
    void removeOrphansRemovesWhatNoEventStandsForAlsoOfSinksThatAreNotConfigured() {
        WormholeEvent event = WormholeEvent.builder(Direction.IN, "https://elsewhere.example", "g-" + System.nanoTime(),
                "gone.told", clock.instant()).build();
        transaction.executeWithoutResult(tx -> {
            store.forward("no-more", Ids.notBefore(clock.instant().minusSeconds(60)), "lane", clock.instant());
            events.append(List.of(event));
            store.forward("no-more", event.id(), "lane", clock.instant());
        });
        assertThat(sinks.removeOrphans(clock.instant())).isEqualTo(1);
        assertThat(store.count("no-more", false)).isEqualTo(1);
        transaction.executeWithoutResult(tx -> events.removeBefore(clock.instant().plusSeconds(1), 100_000));
        sinks.removeOrphans(clock.instant().plusSeconds(1));
        assertThat(store.count("no-more", false)).isZero();
    }

    @Test
    void waitingIsInTheOrderOfTheEventsWhateverTheClocksSaid() {
        List<WormholeEvent> some = IntStream.range(0, 2).mapToObj(i -> WormholeEvent.builder(Direction.IN,
                "https://elsewhere.example", "w-" + System.nanoTime(), "wait.told",
                clock.instant()).build()).toList();
        transaction.executeWithoutResult(tx -> {
            events.append(some);
            store.forward("no-more", some.get(1).id(), "lane", clock.instant());
            store.forward("no-more", some.get(0).id(), "lane", clock.instant());
        });
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Objects.requireNonNull(log
                .load(List.of(some.get(1).id())).events().get(some.get(1).id())).position() != null);
        assertThat(store.waiting("no-more", 10)).extracting(SinkStore.DeliveryRow::eventId)
                .containsExactly(some.get(0).id(), some.get(1).id());
        jdbc.sql("delete from wormhole_delivery where sink = 'no-more'").update();
    }
}
