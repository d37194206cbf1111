package ink.dreamnet.halo.memory.trait;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ink.dreamnet.halo.memory.statistics.Discount;
import ink.dreamnet.halo.memory.statistics.Shrinkage;
import ink.dreamnet.halo.memory.statistics.Tally;
import org.jspecify.annotations.Nullable;

/// Computes the traits of one entity from its record, as of one moment. The same record gives the same traits, whenever and in
/// however many parts they are computed.
final class Traits {

    /// What is older does not count. Its weight would be below 1 in 10,000.
    static final Duration KEPT = Duration.ofDays(400);
    /// Within what time a weak point must end to have healed by itself.
    static final Duration HORIZON = Duration.ofHours(1);

    private static final Discount DISCOUNT = Discount.DEFAULT;
    /// How many hours of observation the assumption of 0.5 is worth.
    private static final double PRIOR_HOURS = 24;
    private static final double HOUR_MS = 3_600_000;
    /// The hours that a value which never ends weighs: the half-life, divided by ln 2.
    private static final double EVER_HOURS = DISCOUNT.halfLife().toMillis() / HOUR_MS / Math.log(2);

    private final Evidence evidence;
    private final long asOfMs;
    private final long fromMs;

    private Traits(Evidence evidence, long asOfMs) {
        this.evidence = evidence;
        this.asOfMs = asOfMs;
        this.fromMs = asOfMs - KEPT.toMillis();
    }

    /// What is known of one entity.
    ///
    /// @param entity the entity
    /// @param spans its states, in the order in which they were written
    /// @param levels its levels of response times, oldest first
    /// @param weeks what became of its tasks
    record Evidence(Entity entity, List<Span> spans, List<Level> levels, List<Week> weeks) {

        /// @return the evidence of an entity of which nothing else is known
        static Evidence of(Entity entity, List<Span> spans) {
            return new Evidence(entity, spans, List.of(), List.of());
        }
    }

    /// What an entity is like.
    ///
    /// @param state what was last known of it; null where it is not observed
    /// @param traits those of which something is known
    record Computed(@Nullable EntityState state, List<Trait> traits) {
    }

    /// @param gaps when analyzers did not observe
    /// @param peers what its peers are like
    /// @param asOfMs what was written later does not count
    static Computed of(Evidence evidence, Collection<Gap> gaps, Reference peers, long asOfMs) {
        return new Traits(evidence, asOfMs).compute(gaps, peers);
    }

    private Computed compute(Collection<Gap> gaps, Reference peers) {
        List<Trait> traits = new ArrayList<>();
        if (!evidence.spans().isEmpty()) {
            overTime(Timeline.of(evidence.spans(), gaps, fromMs, asOfMs), traits);
        }
        latency(peers.responseMs(evidence.entity().kind())).ifPresent(traits::add);
        velocity(peers).ifPresent(traits::add);
        recoverability().ifPresent(traits::add);
        success().ifPresent(traits::add);
        return new Computed(state(), traits);
    }

    private @Nullable EntityState state() {
        Map<String, EntityState> last = new HashMap<>();
        evidence.spans().stream().filter(span -> span.atMs() <= asOfMs)
                .forEach(span -> last.put(span.analyzer(), span.state()));
        return last.values().stream().max(EntityState::compareTo).orElse(null);
    }

    private void overTime(List<Timeline.Piece> pieces, List<Trait> traits) {
        double clean = 0;
        double weak = 0;
        double flapping = 0;
        long knownMs = 0;
        for (Timeline.Piece piece : pieces) {
            double weight = weighed(piece.fromMs(), piece.untilMs());
            knownMs += piece.untilMs() - piece.fromMs();
            switch (piece.state()) {
                case CLEAN -> clean += weight;
                case WEAK -> weak += weight;
                case FLAPPING -> flapping += weight;
                case UNKNOWN, REMOVED -> throw new IllegalArgumentException("a piece is known");
            }
        }
        if (knownMs > 0) {
            double all = clean + weak + flapping;
            double hours = knownMs / HOUR_MS;
            long changed = evidence.spans().stream().filter(span -> !span.lasted()).mapToLong(Span::atMs).max()
                    .orElse(evidence.spans().getFirst().atMs());
            traits.add(Trait.of(TraitKey.RELIABILITY, shrunk(clean, all), all / 24, hours, changed));
            traits.add(Trait.of(TraitKey.STABILITY, shrunk(clean + weak, all), all / 24, hours, changed));
        }
    }

    private static double shrunk(double hours, double all) {
        return (hours + PRIOR_HOURS * Shrinkage.PRIOR) / (all + PRIOR_HOURS);
    }

    /// The discounted hours from one moment to another: the integral of the weight over them.
    private double weighed(long from, long until) {
        return EVER_HOURS * (weight(asOfMs - until) - weight(asOfMs - from));
    }

    static double weight(long ageMs) {
        return DISCOUNT.weight(Duration.ofMillis(ageMs));
    }

    private Optional<Trait> latency(@Nullable Double peersMs) {
        List<Level> levels = evidence.levels().stream().filter(level -> level.atMs() <= asOfMs).toList();
        if (levels.isEmpty()) {
            return Optional.empty();
        }
        double all = 0;
        double logs = 0;
        for (int i = 0; i < levels.size(); i++) {
            long until = i + 1 == levels.size() ? asOfMs : levels.get(i + 1).atMs();
            double weight = weighed(Math.max(fromMs, levels.get(i).atMs()), Math.max(fromMs, until));
            all += weight;
            logs += weight * Math.log(levels.get(i).responseMs());
        }
        if (all == 0) {
            return Optional.empty();
        }
        Level now = levels.getLast();
        double againstPast = share(now.responseMs(), Math.exp(logs / all));
        double raw = peersMs == null ? againstPast : (againstPast + share(now.responseMs(), peersMs)) / 2;
        double hours = (asOfMs - Math.max(fromMs, levels.getFirst().atMs())) / HOUR_MS;
        return Optional.of(Trait.of(TraitKey.LATENCY, shrunk(raw * all, all), all / 24, hours, now.atMs()));
    }

    /// @return 0.5 where both are the same, 2/3 where `one` is twice the other
    private static double share(double one, double other) {
        return one / (one + other);
    }

    private Optional<Trait> velocity(Reference peers) {
        Map<String, double[]> byType = new HashMap<>();
        int last = Integer.MIN_VALUE;
        for (Week week : known(evidence.weeks(), asOfMs)) {
            if (week.verified() > 0) {
                double weight = weight(week.ageMs(asOfMs));
                double[] sums = byType.computeIfAbsent(week.type(), any -> new double[2]);
                sums[0] += weight * week.verified();
                sums[1] += weight * week.seconds();
                last = Math.max(last, week.week());
            }
        }
        double tasks = 0;
        double fast = 0;
        for (Map.Entry<String, double[]> type : byType.entrySet()) {
            Double theirs = peers.taskSeconds(evidence.entity().kind(), type.getKey());
            if (theirs != null) {
                double own = type.getValue()[1] / type.getValue()[0];
                tasks += type.getValue()[0];
                fast += type.getValue()[0] * (own + theirs == 0 ? 0.5 : share(theirs, own));
            }
        }
        return tasks == 0
                ? Optional.empty()
                : Optional.of(Trait.of(TraitKey.VELOCITY, Shrinkage.estimate(List.of(new Tally(fast, tasks))), tasks, 0,
                        Week.startMs(last)));
    }

    private Optional<Trait> success() {
        Tally tally = tally(evidence.weeks(), asOfMs);
        int last = known(evidence.weeks(), asOfMs).stream().mapToInt(Week::week).max().orElse(0);
        return tally.trials() == 0
                ? Optional.empty()
                : Optional.of(Trait.of(TraitKey.SUCCESS, Shrinkage.estimate(List.of(tally)), tally.trials(), 0,
                        Week.startMs(last)));
    }

    private static List<Week> known(Collection<Week> weeks, long asOfMs) {
        int now = Week.of(asOfMs);
        return weeks.stream().filter(week -> week.week() <= now && week.ageMs(asOfMs) <= KEPT.toMillis()).toList();
    }

    /// @return how many tasks helped of all that were handed over, discounted; those without a verdict do not count
    static Tally tally(Collection<Week> weeks, long asOfMs) {
        Tally tally = Tally.NONE;
        for (Week week : known(weeks, asOfMs)) {
            tally = tally.plus(new Tally(week.effective(), week.all()).times(weight(week.ageMs(asOfMs))));
        }
        return tally;
    }

    /// How often what becomes weak is clean again within the horizon, without that a task was handed over. Where one was, or
    /// where it could not be observed, it is not known what would have happened, and the episode does not count.
    private Optional<Trait> recoverability() {
        Map<String, Span> last = new HashMap<>();
        Map<String, Long> onsets = new HashMap<>();
        Tally tally = Tally.NONE;
        long changed = 0;
        for (Span span : evidence.spans()) {
            Span before = last.put(span.analyzer(), span);
            if (span.atMs() > asOfMs || span.atMs() < fromMs) {
                continue;
            }
            Long onset = onsets.remove(span.analyzer());
            if (span.state() == EntityState.WEAK && before != null && before.state() == EntityState.CLEAN
                    && span.afterMs() != null) {
                onsets.put(span.analyzer(), middle(span.afterMs(), span.atMs()));
            } else if (onset != null && Boolean.FALSE.equals(span.repaired())) {
                boolean healed = !span.lasted() && span.afterMs() != null
                        && middle(span.afterMs(), span.atMs()) - onset <= HORIZON.toMillis();
                // that it did not is known once the horizon is over, whenever it is looked at afterwards
                long known = healed ? span.atMs() : onset + HORIZON.toMillis();
                tally = tally.plus(healed, weight(asOfMs - known));
                changed = Math.max(changed, known);
            }
        }
        double hours = evidence.spans().isEmpty()
                ? 0
                : (asOfMs - Math.max(fromMs, evidence.spans().getFirst().atMs())) / HOUR_MS;
        return tally.trials() == 0
                ? Optional.empty()
                : Optional.of(Trait.of(TraitKey.RECOVERABILITY, Shrinkage.estimate(List.of(tally)), tally.trials(),
                        hours, changed));
    }

    private static long middle(long from, long until) {
        return from + (until - from) / 2;
    }
}
