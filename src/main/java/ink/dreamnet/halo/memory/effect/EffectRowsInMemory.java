package ink.dreamnet.halo.memory.effect;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// What is derived from a ledger in memory. Not for use by several threads at once.
final class EffectRowsInMemory implements EffectStore {

    private final Map<EffectKey, EffectCounts> effects = new TreeMap<>(Comparator.comparing(EffectKey::strategy)
            .thenComparing(EffectKey::code).thenComparing(EffectKey::after).thenComparing(EffectKey::step));
    private final Map<StratumKey, Exits> strata = new LinkedHashMap<>();
    private final Map<UUID, Map<CellKey, Cell>> cells = new HashMap<>();

    @Override
    public Map<EffectKey, EffectCounts> effects() {
        return effects;
    }

    @Override
    public @Nullable EffectCounts effect(EffectKey key) {
        return effects.get(key);
    }

    @Override
    public Map<StratumKey, Exits> strata() {
        return strata;
    }

    @Override
    public @Nullable Exits stratum(StratumKey key) {
        return strata.get(key);
    }

    @Override
    public Map<UUID, Map<CellKey, Cell>> cells(Collection<UUID> levels) {
        Map<UUID, Map<CellKey, Cell>> found = new HashMap<>();
        for (UUID level : levels) {
            Map<CellKey, Cell> known = cells.get(level);
            if (known != null) {
                found.put(level, known);
            }
        }
        return found;
    }

    @Override
    public void writeEffects(Map<EffectKey, EffectCounts> changed) {
        effects.putAll(changed);
    }

    @Override
    public void writeStrata(Map<StratumKey, Exits> changed) {
        changed.forEach((key, exits) -> {
            if (exits.isEmpty()) {
                strata.remove(key);
            } else {
                strata.put(key, exits);
            }
        });
    }

    @Override
    public void writeCells(Map<CellKey, Cell> changes) {
        changes.forEach((key, change) -> {
            if (!change.equals(Cell.NONE)) {
                cells.computeIfAbsent(key.cell(), any -> new LinkedHashMap<>()).merge(key, change, Cell::plus);
            }
        });
    }

    @Override
    public void clear() {
        effects.clear();
        strata.clear();
        cells.clear();
    }
}
