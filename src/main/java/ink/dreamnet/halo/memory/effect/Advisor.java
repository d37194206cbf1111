package ink.dreamnet.halo.memory.effect;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.memory.effect.EffectStore.Cell;
import ink.dreamnet.halo.memory.effect.EffectStore.CellKey;
import ink.dreamnet.halo.memory.effect.Knowledge.Expected;
import ink.dreamnet.halo.memory.ledger.MemoryProperties;
import ink.dreamnet.halo.memory.ledger.Verdict;
import ink.dreamnet.halo.memory.statistics.Thompson;
import ink.dreamnet.halo.strategy.StrategyAdvisor;
import ink.dreamnet.halo.task.Why;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointAges;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Advises by what earlier repairs achieved. Of the repairs of a strategy the one with the greatest expected net benefit is
/// proposed first; what is to be avoided comes after all others.
///
/// net benefit = (success − base rate) × worth − cost − 2 × harm × worth
@Component
class Advisor implements StrategyAdvisor {

    /// How much worse it is to do harm than not to help.
    private static final double HARM_FACTOR = 2;

    private final EffectStore store;
    private final DeclaredSubjects declared;
    private final WeakPointAges weakPoints;
    private final MemoryProperties properties;
    private final Clock clock;

    Advisor(EffectStore store, DeclaredSubjects declared, WeakPointAges weakPoints, MemoryProperties properties,
            Clock clock) {
        this.store = store;
        this.declared = declared;
        this.weakPoints = weakPoints;
        this.properties = properties;
        this.clock = clock;
    }

    /// An offer with what is known of it.
    private record Rated(Offer offer, Why.Known known, Judgement judgement, Expected expected) {

        boolean avoided() {
            return judgement.standing() == Standing.AVOID;
        }
    }

    @Override
    public List<Advice> advise(List<Choice> choices) {
        if (choices.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        Knowledge knowledge = new Knowledge(store.effects(), store.strata(), now);
        Map<SubjectRef, Facts> facts = declared.facts(choices.stream().map(choice -> choice.weakPoint().subject())
                .collect(Collectors.toSet()));
        Map<UUID, Instant> since = weakPoints.thereSince(choices.stream().map(choice -> choice.weakPoint().id())
                .collect(Collectors.toSet()));
        Map<UUID, Map<CellKey, Cell>> cells = store.cells(cellsOf(choices, knowledge, facts));
        return choices.stream().map(choice -> advise(choice, knowledge, cells,
                labels(choice, facts), stratum(choice.weakPoint(), since, now))).toList();
    }

    private static Map<String, String> labels(Choice choice, Map<SubjectRef, Facts> facts) {
        return facts.getOrDefault(choice.weakPoint().subject(), Facts.NONE).labels();
    }

    private static Stratum stratum(WeakPoint point, Map<UUID, Instant> since, Instant now) {
        Instant began = since.getOrDefault(point.id(), point.firstSeenAt());
        return new Stratum(Stratum.age(Duration.between(began, now).toMillis()), point.severity());
    }

    /// Only the cells of repairs of which there are outcomes: of most there are none.
    private static Set<UUID> cellsOf(List<Choice> choices, Knowledge knowledge, Map<SubjectRef, Facts> facts) {
        Set<String> known = knowledge.keys().stream()
                .map(key -> String.join("\n", key.strategy(), key.step(), key.after())).collect(Collectors.toSet());
        Set<UUID> cells = new HashSet<>();
        for (Choice choice : choices) {
            for (Offer offer : choice.offers()) {
                EffectKey key = key(choice, offer);
                if (known.contains(String.join("\n", key.strategy(), key.step(), key.after()))) {
                    cells.addAll(Level.cells(key, choice.weakPoint().subject(), labels(choice, facts)));
                }
            }
        }
        return cells;
    }

    private static EffectKey key(Choice choice, Offer offer) {
        return new EffectKey(choice.strategy(), offer.step(), EffectKey.after(choice.failedBefore()),
                choice.weakPoint().code());
    }

    private Advice advise(Choice choice, Knowledge knowledge, Map<UUID, Map<CellKey, Cell>> cells,
            Map<String, String> labels, Stratum stratum) {
        List<Rated> rated = new ArrayList<>(choice.offers().stream()
                .map(offer -> rate(choice, offer, knowledge, cells, labels, stratum)).toList());
        rated.sort(Comparator.comparing(Rated::avoided)
                .thenComparing(Comparator.comparingDouble((Rated each) -> each.known().netBenefit()).reversed())
                .thenComparing(each -> each.offer().rung()));
        Double propensity = explore(choice, rated);
        Rated first = rated.getFirst();
        List<Why.Known> others = rated.stream().skip(1).map(Rated::known).toList();
        List<Why.LeftOut> leftOut = choice.failedBefore().stream()
                .map(step -> new Why.LeftOut(step, "it did not help this time")).toList();
        return new Advice(first.offer().step(), new Why(Sentences.of(rated.stream().map(Rated::known).toList(),
                first.judgement().reason(), choice.offers().getFirst().step(), propensity), first.known(), others,
                leftOut, propensity));
    }

    /// Chooses by chance among the repairs of types of low risk, where that is configured: the same weak point and the same
    /// record give the same choice.
    ///
    /// @param rated the best first; the chosen one is put first
    /// @return the probability of the choice; null where nothing was left to chance
    private @Nullable Double explore(Choice choice, List<Rated> rated) {
        List<Rated> arms = rated.stream()
                .filter(each -> !each.avoided() && properties.explore().contains(each.offer().type())).toList();
        if (arms.size() < 2 || !arms.contains(rated.getFirst())) {
            return null;
        }
        Thompson chosen = Thompson.choose(arms.stream().map(each -> each.expected().tally()).toList(),
                choice.weakPoint().id().getLeastSignificantBits() ^ choice.failedBefore().hashCode());
        Rated first = arms.get(chosen.arm());
        rated.remove(first);
        rated.addFirst(first);
        return chosen.propensity();
    }

    private Rated rate(Choice choice, Offer offer, Knowledge knowledge, Map<UUID, Map<CellKey, Cell>> cells,
            Map<String, String> labels, Stratum stratum) {
        EffectKey key = key(choice, offer);
        EffectCounts counts = knowledge.counts(key);
        Judgement judgement = knowledge.judgement(key);
        Expected expected = knowledge.expected(counts, cells, Level.cells(key, choice.weakPoint().subject(), labels));
        Double base = knowledge.baseRate(key, stratum);
        double worth = worth(choice.weakPoint().severity());
        double benefit = (expected.success() - (base == null ? 0 : base)) * worth
                - properties.costOf(offer.step(), offer.type(), offer.rung())
                - HARM_FACTOR * expected.harm() * worth;
        Map<Verdict, Integer> verdicts = counts.verdicts();
        return new Rated(offer, new Why.Known(offer.step(),
                (long) counts.successes() + counts.failures() + counts.pending(),
                (long) counts.successes() + counts.pending(), verdicts.getOrDefault(Verdict.HARMFUL, 0),
                round(expected.success()), round(judgement.success().lower()), round(judgement.success().upper()),
                base == null ? null : round(base),
                judgement.uplift() == null ? null : round(judgement.uplift().difference()), judgement.standing().wire(),
                round(benefit)), judgement, expected);
    }

    private static double worth(Severity severity) {
        return switch (severity) {
            case LOW -> 0.25;
            case MEDIUM -> 0.5;
            case HIGH -> 1;
            case CRITICAL -> 2;
        };
    }

    static double round(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
