package ink.dreamnet.halo.memory.effect;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.memory.effect.EffectStore.Cell;
import ink.dreamnet.halo.memory.effect.EffectStore.CellKey;
import ink.dreamnet.halo.memory.effect.EffectStore.StratumKey;
import ink.dreamnet.halo.memory.effect.Judgement.Compared;
import ink.dreamnet.halo.memory.effect.Judgement.Share;
import ink.dreamnet.halo.memory.statistics.Discount;
import ink.dreamnet.halo.memory.statistics.Shrinkage;
import ink.dreamnet.halo.memory.statistics.Tally;
import org.jspecify.annotations.Nullable;

/// All that is known of repairs at one moment, to read.
final class Knowledge {

    /// What another installation saw counts less.
    private static final double IMPORTED_WEIGHT = 0.5;
    /// How often a repair does harm of which nothing is known.
    private static final double HARM_PRIOR = 0.01;

    private final Map<EffectKey, EffectCounts> effects;
    private final Map<EffectKey, Map<Stratum, Exits>> exits = new HashMap<>();
    private final Map<EffectKey, Judgement> judgements = new HashMap<>();
    private final Instant now;

    Knowledge(Map<EffectKey, EffectCounts> effects, Map<StratumKey, Exits> strata, Instant now) {
        this.effects = new LinkedHashMap<>(effects);
        this.now = now;
        strata.forEach((key, counts) -> {
            if (key.epoch() == counts(key.key().control()).epoch()) {
                exits.computeIfAbsent(key.key(), any -> new HashMap<>()).put(key.stratum(), counts);
            }
        });
    }

    /// @return the repairs of which something was counted, in the order of their names
    List<EffectKey> keys() {
        return effects.keySet().stream().filter(key -> !key.step().isEmpty()).toList();
    }

    EffectCounts counts(EffectKey key) {
        return effects.getOrDefault(key, EffectCounts.NONE);
    }

    Judgement judgement(EffectKey key) {
        return judgements.computeIfAbsent(key, any -> Judgement.of(counts(key), new Compared(
                exits.getOrDefault(key, Map.of()), exits.getOrDefault(key.control(), Map.of()))));
    }

    /// @return the share that heals without a repair under such conditions, drawn to that under all conditions; null where
    ///         nothing is known
    @Nullable
    Double baseRate(EffectKey key, Stratum stratum) {
        Map<Stratum, Exits> control = exits.getOrDefault(key.control(), Map.of());
        Exits all = control.values().stream().reduce(Exits.NONE, Exits::plus);
        return all.isEmpty()
                ? null
                : Shrinkage.estimate(List.of(tally(control.getOrDefault(stratum, Exits.NONE)), tally(all)));
    }

    private static Tally tally(Exits exits) {
        Share share = Share.of(exits);
        return new Tally(share.healed(), share.observed());
    }

    /// The expected share that helps, and that does harm, by how closely earlier outcomes resemble the case.
    ///
    /// @param success 0 to 1; 0.5 where nothing is known
    /// @param harm 0 to 1; 0.01 where nothing is known
    /// @param tally the same as discounted outcomes, those of other cases as far as they are worth something for it
    record Expected(double success, double harm, Tally tally) {
    }

    /// After a change in the effect was found, what is known of the code is what was seen since, and what is known of the subject and of
    /// other codes weighs less by as much as was forgotten.
    ///
    /// @param counts what was counted for the code
    /// @param cells the cells of the levels
    /// @param levels the ids of the levels, the closest first; the last two are those of the code and the strategy
    Expected expected(EffectCounts counts, Map<UUID, Map<CellKey, Cell>> cells, List<UUID> levels) {
        List<Tally> successes = new ArrayList<>();
        double harms = 0;
        double trials = 0;
        for (UUID level : levels) {
            double success = 0;
            double harm = 0;
            double all = 0;
            for (Map.Entry<CellKey, Cell> each : cells.getOrDefault(level, Map.of()).entrySet()) {
                double weight = weight(each.getKey());
                success += weight * each.getValue().successes();
                harm += weight * each.getValue().harms();
                all += weight * each.getValue().trials();
            }
            successes.add(new Tally(success, all));
            harms = harm;
            trials = all;
        }
        Tally recent = counts.drift().remaining();
        double kept = recent.trials() / Math.max(1, counts.successes() + counts.failures());
        if (recent.trials() > 0 && kept < 1) {
            successes.replaceAll(tally -> tally.times(kept));
            successes.set(levels.size() - 2, recent.plus(new Tally(counts.pending(), counts.pending())));
        }
        // harm is rare: it is expected as in all cases of the repair
        double harm = (harms + Shrinkage.STRENGTH * HARM_PRIOR) / (trials + Shrinkage.STRENGTH);
        double mean = Shrinkage.estimate(successes);
        double size = Shrinkage.effectiveSize(successes);
        return new Expected(mean, harm, new Tally(mean * size, size));
    }

    private double weight(CellKey key) {
        Instant middle = Instant.ofEpochSecond(Fold.WEEK_S * key.week() + Fold.WEEK_S / 2);
        return Discount.DEFAULT.weight(Duration.between(middle, now)) * (key.imported() ? IMPORTED_WEIGHT : 1);
    }
}
