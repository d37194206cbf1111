package ink.dreamnet.halo.memory.effect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.memory.ledger.Verdict;
import ink.dreamnet.halo.memory.statistics.BernoulliSequence;
import ink.dreamnet.halo.memory.statistics.EProcess;
import ink.dreamnet.halo.memory.statistics.Interval;
import ink.dreamnet.halo.memory.statistics.LifeTable;
import ink.dreamnet.halo.memory.statistics.StratifiedDifference;
import ink.dreamnet.halo.memory.statistics.UpperBound;
import org.jspecify.annotations.Nullable;

/// What the counts of a repair say. Everything in it may be read after every outcome.
///
/// @param standing what to do with the repair
/// @param reason why, for an operator; empty while HALO is learning
/// @param success the interval of the share that helps and lasts
/// @param uplift by how much more heals with it than without, under alike conditions; null where nothing can be compared
/// @param upliftInterval the interval of that
/// @param baseRate the share that heals without a repair, of all weak points of the kind that were open and got none; null where
///        there were none
/// @param controls how many these were, as far as they were observed to the end
/// @param treated how many repaired ones were observed to the end of the same horizon
/// @param harmUpper the upper bound of the share that it harms
/// @param logProven the evidence (natural logarithm of the e-value) that more than 80 % help
/// @param logAvoid the evidence that less than 30 % help
record Judgement(Standing standing, String reason, Interval success, @Nullable StratifiedDifference uplift,
        Interval upliftInterval, @Nullable Double baseRate, double controls, double treated, double harmUpper,
        double logProven, double logAvoid) {

    static final double ALPHA = 0.05;
    static final double PROVEN_ABOVE = 0.8;
    static final double AVOID_BELOW = 0.3;
    /// Less uplift than this is not worth an approval.
    static final double LEAST_UPLIFT = 0.05;
    /// What share may do harm at most.
    static final double MOST_HARM = 0.05;
    private static final double LOG_EVIDENCE = Math.log(1 / ALPHA);

    /// What was counted under alike conditions.
    ///
    /// @param treated the exits of repaired weak points, by stratum
    /// @param control those of weak points that got no repair
    record Compared(Map<Stratum, Exits> treated, Map<Stratum, Exits> control) {

        static final Compared NOTHING = new Compared(Map.of(), Map.of());
    }

    static Judgement of(EffectCounts counts, Compared compared) {
        long successes = counts.sequence().successes();
        long failures = counts.sequence().failures();
        long harmful = counts.verdicts().getOrDefault(Verdict.HARMFUL, 0);
        long outcomes = (long) counts.successes() + counts.failures();
        double logProven = new EProcess(successes, failures).above(PROVEN_ABOVE);
        // what helped and may still come back speaks for it
        double logAvoid = new EProcess(successes + counts.pending(), failures).below(AVOID_BELOW);
        List<StratifiedDifference.Stratum> strata = new ArrayList<>();
        double treated = 0;
        for (Map.Entry<Stratum, Exits> each : compared.treated().entrySet()) {
            Exits alike = compared.control().getOrDefault(each.getKey(), Exits.NONE);
            Share repaired = Share.of(each.getValue(), alike);
            Share left = Share.of(alike);
            treated += repaired.observed();
            strata.add(new StratifiedDifference.Stratum(repaired.healed(), repaired.observed(), left.healed(),
                    left.observed()));
        }
        StratifiedDifference difference = StratifiedDifference.of(strata);
        Interval interval = difference.confidence(ALPHA);
        Exits all = compared.control().values().stream().reduce(Exits.NONE, Exits::plus);
        LifeTable base = Share.table(all, 0);
        boolean comparable = difference.weight() > 0;
        double harmUpper = outcomes == 0 ? 1 : UpperBound.ofRate(Math.min(harmful, outcomes), outcomes, ALPHA);
        boolean harms = outcomes > 0
                && new EProcess(Math.min(harmful, outcomes), outcomes - Math.min(harmful, outcomes))
                        .above(MOST_HARM) >= LOG_EVIDENCE;
        Standing standing = Standing.LEARNING;
        String reason = "";
        if (harms) {
            standing = Standing.AVOID;
            reason = "it does harm in more than 5 % of cases";
        } else if (logAvoid >= LOG_EVIDENCE) {
            standing = Standing.AVOID;
            reason = "it helps in less than 30 % of cases";
        } else if (comparable && interval.upper() < LEAST_UPLIFT) {
            standing = Standing.AVOID;
            reason = "as many heal without it";
        } else if (logProven >= LOG_EVIDENCE && comparable && interval.lower() > 0) {
            standing = Standing.PROVEN;
            reason = "it helps in more than 80 % of cases, and more heal than without it";
        }
        return new Judgement(standing, reason, new BernoulliSequence(successes, failures).confidence(ALPHA),
                comparable ? difference : null, interval, base.effectiveSize() > 0 ? base.probability() : null,
                base.effectiveSize(), treated, harmUpper, logProven, logAvoid);
    }

    /// How many were healed within the horizon, of how many that were observed to its end; what is not known of some counts as
    /// far as it is.
    record Share(long healed, long observed) {

        static Share of(Exits exits) {
            if (exits.censored().stream().skip(1).allMatch(lost -> lost == 0)) {
                int healed = exits.healed().stream().mapToInt(Integer::intValue).sum();
                return new Share(healed, healed + exits.stayed());
            }
            LifeTable table = table(exits, 0);
            long observed = Math.round(table.effectiveSize());
            return new Share(Math.min(observed, Math.round(table.probability() * table.effectiveSize())), observed);
        }

        /// Repairs that failed are followed by others, and so it is not by chance of whom it is not known what would have become of
        /// them: these would have healed as often as what nobody repairs.
        ///
        /// @param control what became of alike weak points without a repair
        static Share of(Exits repaired, Exits control) {
            double healed = 0;
            long observed = repaired.stayed();
            for (int slice = 0; slice < Exit.SLICES; slice++) {
                healed += repaired.healed().get(slice);
                observed += repaired.healed().get(slice);
                int lost = lost(repaired, slice);
                if (lost > 0) {
                    healed += lost * table(control, slice).probability();
                    observed += lost;
                }
            }
            return new Share(Math.round(healed), observed);
        }

        /// @return how many heal without a repair, of all that are left where a slice begins
        static LifeTable table(Exits exits, int from) {
            long entered = exits.stayed();
            for (int slice = from; slice < Exit.SLICES; slice++) {
                entered += exits.healed().get(slice) + lost(exits, slice);
            }
            List<LifeTable.Row> rows = new ArrayList<>();
            for (int slice = from; slice < Exit.SLICES; slice++) {
                int healed = exits.healed().get(slice);
                int lost = lost(exits, slice);
                rows.add(new LifeTable.Row(entered, healed, lost));
                entered -= healed + lost;
            }
            return LifeTable.ofRows(rows);
        }

        /// Who is lost at once tells nothing.
        private static int lost(Exits exits, int slice) {
            return slice == 0 ? 0 : exits.censored().get(slice);
        }
    }
}
