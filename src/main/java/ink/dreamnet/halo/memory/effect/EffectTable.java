package ink.dreamnet.halo.memory.effect;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.memory.effect.EffectStore.Cell;
import ink.dreamnet.halo.memory.effect.EffectStore.CellKey;
import ink.dreamnet.halo.memory.ledger.Verdict;
import ink.dreamnet.halo.memory.statistics.StratifiedDifference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// What works, as a table.
@Component
public class EffectTable {

    private static final double MOST_E_VALUE = 1e12;

    private final EffectStore store;
    private final Clock clock;

    EffectTable(EffectStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// @param strategy only of this strategy; null for all
    /// @param code only for this kind of weak point; null for all
    /// @param standing only what is to be handled so; null for all
    /// @return in the order of strategy, code, what failed before and step
    @Transactional(readOnly = true)
    public Page<EffectView> page(@Nullable String strategy, @Nullable String code, @Nullable Standing standing,
            PageQuery page) {
        Knowledge knowledge = new Knowledge(store.effects(), store.strata(), clock.instant());
        List<EffectKey> found = knowledge.keys().stream()
                .filter(key -> strategy == null || key.strategy().equals(strategy))
                .filter(key -> code == null || key.code().equals(code))
                .filter(key -> standing == null || knowledge.judgement(key).standing() == standing).toList();
        List<EffectKey> shown = after(found, page.before()).stream().limit(page.limit() + 1L).toList();
        List<UUID> levels = new ArrayList<>();
        shown.forEach(key -> levels.addAll(Level.cells(key)));
        Map<UUID, Map<CellKey, Cell>> cells = store.cells(levels);
        return Page.of(shown.stream().map(key -> view(key, knowledge, cells)).toList(), page, EffectView::id);
    }

    /// @param verdict `learning`, `proven` or `avoid`
    /// @return the names of the strategies that have such a repair
    /// @throws InvalidInputException where it is another one
    @Transactional(readOnly = true)
    public Set<String> strategiesWith(String verdict) {
        Standing standing = Wire.parse(Standing.class, "verdict", verdict);
        Knowledge knowledge = new Knowledge(store.effects(), store.strata(), clock.instant());
        return knowledge.keys().stream().filter(key -> knowledge.judgement(key).standing() == standing)
                .map(EffectKey::strategy).collect(Collectors.toSet());
    }

    private static List<EffectKey> after(List<EffectKey> keys, @Nullable String before) {
        if (before == null) {
            return keys;
        }
        for (int i = 0; i < keys.size(); i++) {
            if (id(keys.get(i)).equals(before)) {
                return keys.subList(i + 1, keys.size());
            }
        }
        throw new InvalidInputException("before",
                "'%s' is no id; give what the page before this one answered as next".formatted(before));
    }

    private static String id(EffectKey key) {
        return String.join("|", key.strategy(), key.code(), key.after(), key.step());
    }

    private static EffectView view(EffectKey key, Knowledge knowledge, Map<UUID, Map<CellKey, Cell>> cells) {
        EffectCounts counts = knowledge.counts(key);
        Judgement judgement = knowledge.judgement(key);
        StratifiedDifference uplift = judgement.uplift();
        return new EffectView(id(key), key.strategy(), key.code(), key.step(),
                key.after().isEmpty() ? List.of() : Arrays.asList(key.after().split(",")), judgement.standing(),
                judgement.reason().isEmpty() ? null : judgement.reason(), counts.decisions(), counts.verdicts(),
                counts.cameBack(),
                new EffectView.Success(Advisor.round(knowledge.expected(counts, cells, Level.cells(key)).success()),
                        Advisor.round(judgement.success().lower()), Advisor.round(judgement.success().upper()),
                        counts.sequence().successes(), counts.sequence().failures(), counts.pending()),
                new EffectView.Harm(counts.verdicts().getOrDefault(Verdict.HARMFUL, 0),
                        Advisor.round(judgement.harmUpper())),
                judgement.baseRate() == null
                        ? null
                        : new EffectView.BaseRate(Advisor.round(judgement.baseRate()),
                                Advisor.round(judgement.controls())),
                uplift == null
                        ? null
                        : new EffectView.Uplift(Advisor.round(uplift.difference()),
                                Advisor.round(judgement.upliftInterval().lower()),
                                Advisor.round(judgement.upliftInterval().upper()), Advisor.round(judgement.treated()),
                                Advisor.round(uplift.comparableShare())),
                new EffectView.Evidence(eValue(judgement.logProven()), eValue(judgement.logAvoid())));
    }

    private static double eValue(double log) {
        return Advisor.round(Math.min(MOST_E_VALUE, Math.exp(log)));
    }
}
