package ink.dreamnet.halo.signal;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Counts events as requests and errors of a source, for the triggers that go by them.
@Service
public class EventSignals {

    private final String node = UUID.randomUUID().toString();
    private final SignalStore store;
    private final Clock clock;

    EventSignals(SignalStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// What was counted.
    ///
    /// @param events how many there were
    /// @param errors how many of them were errors
    public record Count(long events, long errors) {

        /// @return the sum of both
        public Count plus(Count other) {
            return new Count(events + other.events, errors + other.errors);
        }
    }

    /// Adds to the counts of sources, in the transaction of the caller. To be called by one thread of a process at a time.
    ///
    /// @param counts by source; the caller bounds how many there are
    @Transactional(propagation = Propagation.MANDATORY)
    public void count(Map<String, Count> counts) {
        Instant now = clock.instant();
        List<SignalStore.Bucket> buckets = new ArrayList<>(2 * counts.size());
        counts.forEach((source, count) -> {
            Counts summed = new Counts(count.events(), count.errors(), Spread.UNTIMED);
            buckets.add(SignalStore.Bucket.of(SignalStore.FINE, now, source, summed));
            buckets.add(SignalStore.Bucket.of(SignalStore.COARSE, now, source, summed));
        });
        store.add(node, buckets, counts.keySet(), now);
    }
}
