package ink.dreamnet.halo.memory.trait;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Lets the stored traits follow the passing of time, and compares everything with what its peers are like now. In small
/// transactions, so that no cycle waits long; what is too old to count is removed.
@Component
public class Nightly {

    private static final int BATCH = 1000;
    /// Longer than what counts, so that what is removed has not counted in the last night either.
    private static final Duration KEPT = Traits.KEPT.plusDays(2);

    private final RecordStore records;
    private final TraitStore store;
    private final OutcomeStore outcomes;
    private final TraitRefresh traits;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Nightly(RecordStore records, TraitStore store, OutcomeStore outcomes, TraitRefresh traits,
            TransactionTemplate transaction, Clock clock) {
        this.records = records;
        this.store = store;
        this.outcomes = outcomes;
        this.traits = traits;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// Computes the traits of everything as of the last cycle.
    public void refresh() {
        Reference reference = transaction.execute(tx -> takeReference());
        for (EntityKind kind : EntityKind.values()) {
            String last = "";
            do {
                String from = last;
                last = transaction.execute(tx -> traits.aged(kind, from, reference, records.lock().lastCycleMs()));
            } while (!last.isEmpty() && !Thread.currentThread().isInterrupted());
        }
    }

    private Reference takeReference() {
        RecordStore.Version version = records.lock();
        Map<String, Double> values = new HashMap<>();
        for (EntityKind kind : List.of(EntityKind.ENDPOINT)) {
            Peers.median(records.currentLevels(kind)).ifPresent(median -> values.put(Reference.latency(kind), median));
        }
        for (EntityKind kind : List.of(EntityKind.SQUAD, EntityKind.AGENT, EntityKind.STRATEGY)) {
            values.putAll(Peers.seconds(kind, outcomes.weeks(kind), version.lastCycleMs()));
        }
        Reference taken = new Reference(store.reference().seq() + 1, Map.copyOf(values));
        store.add(taken);
        return taken;
    }

    /// Removes what is too old to count.
    public void removeOld() {
        long before = clock.instant().minus(KEPT).toEpochMilli();
        int removed;
        do {
            removed = transaction.execute(tx -> {
                records.lock();
                return records.removeBefore(before, BATCH);
            });
        } while (removed >= BATCH && !Thread.currentThread().isInterrupted());
        for (EntityKind kind : EntityKind.values()) {
            if (kind != EntityKind.SYSTEM) {
                do {
                    removed = transaction.execute(tx -> forget(kind, before));
                } while (removed == BATCH && !Thread.currentThread().isInterrupted());
            }
        }
        transaction.executeWithoutResult(tx -> {
            records.lock();
            outcomes.removeBefore(Week.of(before));
            store.removeReferences();
        });
    }

    private int forget(EntityKind kind, long before) {
        RecordStore.Version version = records.lock();
        List<String> gone = store.gone(kind, before, BATCH);
        if (!gone.isEmpty()) {
            records.forget(kind, gone);
            // what is held in memory is read again
            records.version(version.version() + 1, version.lastCycleMs());
        }
        return gone.size();
    }
}
