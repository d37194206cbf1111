package ink.dreamnet.halo.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// The order of events, and what is read of them at once.
@HaloTest
abstract class EventLogTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LARGE = 1024 * 1024;

    @Autowired
    TestClock clock;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    EventStore events;
    @Autowired
    EventLog log;
    @Autowired
    TransactionTemplate transaction;

    @OnH2
    static class OnH2Test extends EventLogTest {
    }

    @OnPostgres
    static class OnPostgresTest extends EventLogTest {
    }

    private WormholeEvent event(Direction direction, int bytes) {
        return WormholeEvent.builder(direction, "urn:halo:log", UUID.randomUUID().toString(), "log.test",
                clock.instant()).data(EventData.of(JSON.valueToTree(Map.of("padding", "x".repeat(bytes))))).build();
    }

    private void append(List<WormholeEvent> some) {
        transaction.executeWithoutResult(tx -> events.append(some));
        awaitPosition(some.getLast());
    }

    private void awaitPosition(WormholeEvent event) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20))
                .until(() -> position(event) > 0);
    }

    private long position(WormholeEvent event) {
        return jdbc.sql("select coalesce(position, 0) from wormhole_event where id = ?").param(event.id())
                .query(Long.class).single();
    }

    @Test
    void outgoingReadsOnlyWhatGoesOutAndRemovedCountsWhatIsNotKept() {
        WormholeEvent in = event(Direction.IN, 0);
        WormholeEvent out = event(Direction.OUT, 0);
        append(List.of(in, out));
        long last = log.last();
        assertThat(log.outgoing(position(in) - 1, last, 10).entries()).extracting(SequencedEvent::event)
                .extracting(WormholeEvent::id)
                .contains(out.id()).doesNotContain(in.id());
        assertThat(log.outgoing(position(in) - 1, position(out) - 1, 10).entries()).isEmpty();
        long before = position(in) - 1;
        assertThat(log.removed(before, last)).isZero();
        jdbc.sql("delete from wormhole_event where position = ?").param(before + 1).update();
        assertThat(log.removed(before, last)).isEqualTo(1);
        assertThat(log.removed(last, last)).isZero();
    }

    @Test
    void positionsAreGivenAfterTheCommitSoThatALateTransactionIsNotPassedOver() {
        WormholeEvent late = event(Direction.IN, 0);
        WormholeEvent early = event(Direction.IN, 0);
        transaction.executeWithoutResult(open -> {
            events.append(List.of(late));
            Thread other = Thread.ofVirtual().start(() -> transaction
                    .executeWithoutResult(tx -> events.append(List.of(early))));
            try {
                other.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            awaitPosition(early);
            assertThat(position(late)).isZero();
        });
        awaitPosition(late);
        assertThat(position(late)).isGreaterThan(position(early));
    }

    @Test
    void afterReadsLargeEventsInSlicesAndLosesNone() {
        long before = log.last();
        List<WormholeEvent> some = new ArrayList<>();
        for (int bytes : new int[]{0, 9 * LARGE, 3 * LARGE, 3 * LARGE, 3 * LARGE, 0, 0}) {
            some.add(event(Direction.OUT, bytes));
        }
        append(some);
        assertThat(slices(before, 1000)).containsExactly(1, 1, 2, 3);
        assertThat(slices(before, 2)).containsExactly(1, 1, 2, 2, 1);
        assertThat(log.outgoing(before, log.last(), 1000).entries()).hasSize(1);
        assertThat(log.outgoing(before, before, 1000)).isEqualTo(new EventLog.Slice(List.of(), before, false));
    }

    private List<Integer> slices(long from, int most) {
        List<Integer> sizes = new ArrayList<>();
        EventLog.Slice slice = new EventLog.Slice(List.of(), from, true);
        while (slice.more()) {
            slice = log.after(slice.end(), most);
            sizes.add(slice.entries().size());
        }
        return sizes;
    }

    @Test
    void loadReadsTheFirstThatFitAndNamesWhatWasRemoved() {
        List<WormholeEvent> some = List.of(event(Direction.IN, 5 * LARGE), event(Direction.IN, 2 * LARGE),
                event(Direction.IN, 2 * LARGE), event(Direction.IN, 0));
        append(some);
        UUID removed = UUID.randomUUID();
        EventLog.Loaded loaded = log.load(List.of(removed, some.get(0).id(), some.get(1).id(), some.get(2).id(),
                some.get(3).id()));
        assertThat(loaded.events().keySet()).isEqualTo(Set.of(some.get(0).id(), some.get(1).id()));
        assertThat(loaded.removed()).containsExactly(removed);
        assertThat(loaded.events().get(some.get(1).id()).event()).isEqualTo(some.get(1));
        assertThat(log.load(List.of())).isEqualTo(new EventLog.Loaded(Map.of(), Set.of()));
    }
}
