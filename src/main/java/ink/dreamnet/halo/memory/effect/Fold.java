package ink.dreamnet.halo.memory.effect;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import ink.dreamnet.halo.memory.effect.EffectStore.Cell;
import ink.dreamnet.halo.memory.effect.EffectStore.CellKey;
import ink.dreamnet.halo.memory.effect.EffectStore.StratumKey;
import ink.dreamnet.halo.memory.ledger.RepairEvidence;
import ink.dreamnet.halo.memory.ledger.RepairLedger.Counted;
import ink.dreamnet.halo.memory.ledger.RepairLedger.Entry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Counts rows of the ledger, and collects what changes by it until [#write]. Used once.
final class Fold {

    static final long WEEK_S = 7L * 24 * 3600;

    private final EffectStore store;
    private final JsonMapper json;
    private final Instant now;
    private final Map<EffectKey, EffectCounts> effects = new LinkedHashMap<>();
    private final Map<StratumKey, Exits> strata = new LinkedHashMap<>();
    private final Map<CellKey, Cell> cells = new HashMap<>();
    private final List<Counted> counted = new ArrayList<>();
    private long outcomes;

    /// @param outcomes how many outcomes are final so far
    Fold(EffectStore store, JsonMapper json, Instant now, long outcomes) {
        this.store = store;
        this.json = json;
        this.now = now;
        this.outcomes = outcomes;
    }

    /// Counts a row as it is now, instead of as it was counted before.
    void count(Entry entry) {
        RepairEvidence evidence = entry.evidence();
        EffectKey key = EffectKey.of(evidence.repair());
        Contribution before = entry.counted() == null ? null : json.readValue(entry.counted(), Contribution.class);
        Contribution after = Contribution.of(evidence, now,
                before != null && before.exit() != null ? before.epoch() : epoch(key));
        apply(evidence, key, before, after);
        Long outcomeNo = entry.outcomeNo();
        if (outcomeNo == null && after.outcome().known() && !evidence.imported()) {
            outcomeNo = ++outcomes;
            next(key, after.outcome());
        }
        counted.add(new Counted(evidence.id(), json.writeValueAsString(after), outcomeNo,
                Contribution.changesAt(evidence, now)));
    }

    /// Counts a row that was counted before, after all was forgotten. Those whose outcomes are final come first, in their order.
    void recount(Entry entry) {
        if (entry.counted() == null) {
            return;
        }
        RepairEvidence evidence = entry.evidence();
        EffectKey key = EffectKey.of(evidence.repair());
        Contribution before = json.readValue(entry.counted(), Contribution.class);
        Contribution again = Contribution.of(evidence, now, before.epoch());
        // what has changed meanwhile is counted with the next cycle
        Contribution counted = entry.due(now) ? before : again;
        apply(evidence, key, null, counted);
        if (entry.outcomeNo() != null) {
            next(key, counted.outcome());
        }
    }

    private void apply(RepairEvidence evidence, EffectKey key, @Nullable Contribution before, Contribution after) {
        if (!evidence.imported()) {
            EffectCounts counts = before == null
                    ? effect(key).decided(evidence.decision())
                    : effect(key).plus(before, -1);
            effects.put(key, counts.plus(after, 1));
            if (!Objects.equals(before == null ? null : before.exit(), after.exit())) {
                exit(evidence, key, before, -1);
                exit(evidence, key, after, 1);
            }
        }
        cells(evidence, key, before, -1);
        cells(evidence, key, after, 1);
    }

    private void next(EffectKey key, Outcome outcome) {
        EffectCounts counts = effect(key).next(outcome == Outcome.SUCCESS);
        effects.put(key, counts);
        if (counts.drift().drifted()) {
            effects.put(key.control(), effect(key.control()).nextEpoch());
        }
    }

    private int epoch(EffectKey key) {
        return effect(key.control()).epoch();
    }

    private void exit(RepairEvidence evidence, EffectKey key, @Nullable Contribution contribution, int sign) {
        if (contribution != null && contribution.exit() != null) {
            StratumKey stratum = new StratumKey(evidence.decision().control() ? key.control() : key,
                    contribution.epoch(), Stratum.of(evidence.repair()));
            strata.put(stratum, strata.computeIfAbsent(stratum, this::stored).plus(contribution.exit(), sign));
        }
    }

    private Exits stored(StratumKey key) {
        return Objects.requireNonNullElse(store.stratum(key), Exits.NONE);
    }

    private void cells(RepairEvidence evidence, EffectKey key, @Nullable Contribution contribution, int sign) {
        Instant at = evidence.work().verdictAt();
        if (contribution == null || contribution.outcome() == Outcome.NONE || at == null) {
            return;
        }
        boolean success = contribution.outcome() != Outcome.FAILURE;
        Cell change = new Cell(success ? sign : 0, sign, contribution.harmful() ? sign : 0);
        Level.cells(key, evidence.repair().subject(), evidence.repair().labels()).forEach(cell -> cells
                .merge(new CellKey(cell, week(at), evidence.imported()), change, Cell::plus));
    }

    static int week(Instant at) {
        return (int) Math.floorDiv(at.getEpochSecond(), WEEK_S);
    }

    private EffectCounts effect(EffectKey key) {
        return effects.computeIfAbsent(key,
                absent -> Objects.requireNonNullElse(store.effect(absent), EffectCounts.NONE));
    }

    /// @return how the rows are counted now
    List<Counted> counted() {
        return counted;
    }

    /// @return how many outcomes are final now
    long outcomes() {
        return outcomes;
    }

    /// Writes what has changed.
    void write() {
        effects.values().removeIf(EffectCounts.NONE::equals);
        store.writeEffects(effects);
        store.writeStrata(strata);
        store.writeCells(cells);
    }
}
