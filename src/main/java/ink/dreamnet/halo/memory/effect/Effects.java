package ink.dreamnet.halo.memory.effect;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.memory.ledger.Derived;
import ink.dreamnet.halo.memory.ledger.LedgerListener;
import ink.dreamnet.halo.memory.ledger.RepairLedger;
import ink.dreamnet.halo.memory.ledger.RepairLedger.Entry;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Keeps what works up to date with the ledger: what it costs depends on what has changed, not on what is there.
@Component
class Effects implements LedgerListener, Derived {

    private static final int BATCH = 1000;

    private final RepairLedger ledger;
    private final EffectStore store;
    private final JsonMapper json;
    private final Clock clock;

    Effects(RepairLedger ledger, EffectStore store, JsonMapper json, Clock clock) {
        this.ledger = ledger;
        this.store = store;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public void cycleRecorded() {
        Instant now = clock.instant();
        List<Entry> due = ledger.due(now, BATCH);
        if (due.isEmpty()) {
            return;
        }
        long outcomes = ledger.lock();
        // again, under the lock
        due = ledger.due(now, BATCH);
        while (!due.isEmpty()) {
            Fold fold = new Fold(store, json, now, outcomes);
            due.forEach(fold::count);
            fold.write();
            ledger.count(fold.counted());
            outcomes = fold.outcomes();
            due = ledger.due(now, BATCH);
        }
        ledger.outcomes(outcomes);
    }

    @Override
    public void clear() {
        cycleRecorded();
        ledger.lock();
        store.clear();
    }

    @Override
    public void derive() {
        Instant now = clock.instant();
        List<Entry> batch = new ArrayList<>();
        ledger.each(entry -> {
            batch.add(entry);
            if (batch.size() == BATCH) {
                recount(batch, now);
            }
        });
        recount(batch, now);
    }

    private void recount(List<Entry> batch, Instant now) {
        Fold fold = new Fold(store, json, now, 0);
        batch.forEach(fold::recount);
        fold.write();
        batch.clear();
    }
}
