package ink.dreamnet.halo.memory.effect;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// The rows of what is derived from the ledger. They change only under its lock.
interface EffectStore {

    /// Of which weak points the exits are counted together.
    record StratumKey(EffectKey key, int epoch, Stratum stratum) {
    }

    /// A week's outcomes on one level.
    record CellKey(UUID cell, int week, boolean imported) {
    }

    /// What was counted in a cell.
    record Cell(int successes, int trials, int harms) {

        static final Cell NONE = new Cell(0, 0, 0);

        Cell plus(Cell other) {
            return new Cell(successes + other.successes, trials + other.trials, harms + other.harms);
        }
    }

    /// @return all that is counted, in the order of their names
    Map<EffectKey, EffectCounts> effects();

    @Nullable
    EffectCounts effect(EffectKey key);

    /// @return the exits of all strata
    Map<StratumKey, Exits> strata();

    @Nullable
    Exits stratum(StratumKey key);

    /// @return the cells of some levels, by level and week
    Map<UUID, Map<CellKey, Cell>> cells(Collection<UUID> levels);

    void writeEffects(Map<EffectKey, EffectCounts> changed);

    void writeStrata(Map<StratumKey, Exits> changed);

    /// @param changes what is added to each cell; the number of outcomes never falls
    void writeCells(Map<CellKey, Cell> changes);

    void clear();
}
