package ink.dreamnet.halo.memory.effect;

import java.util.EnumMap;
import java.util.Map;

import ink.dreamnet.halo.memory.ledger.Decision;
import ink.dreamnet.halo.memory.ledger.Verdict;
import ink.dreamnet.halo.memory.statistics.DriftDetector;

/// What was counted of one repair, as it is kept.
///
/// @param decisions what was decided about it, and how often; a decision that was never made is absent
/// @param verdicts what was found out of it, and how often; a verdict that was never given is absent
/// @param cameBack how often the weak point was there again within 24 hours after it had helped
/// @param pending how often it helped, and it is not known yet whether that lasted
/// @param successes how often it helped and that lasted
/// @param failures how often it did not help or that did not last
/// @param sequence the same since the last change that was found in its effect
/// @param drift what looks for such changes
/// @param epoch how many changes were found in the repairs of the strategy under the same failures; kept only for what becomes
///        of weak points without a repair
record EffectCounts(Map<Decision, Integer> decisions, Map<Verdict, Integer> verdicts, int cameBack, int pending,
        int successes, int failures, Sequence sequence, DriftDetector drift, int epoch) {

    static final EffectCounts NONE = new EffectCounts(Map.of(), Map.of(), 0, 0, 0, 0, new Sequence(0, 0),
            DriftDetector.NONE, 0);

    /// Outcomes since the last change.
    ///
    /// @param successes how many of them were successes
    /// @param failures how many were not
    record Sequence(long successes, long failures) {
    }

    EffectCounts decided(Decision decision) {
        return new EffectCounts(plus(Decision.class, decisions, decision, 1), verdicts, cameBack, pending, successes,
                failures, sequence, drift, epoch);
    }

    /// @param sign 1 to count a contribution, −1 to take it out; an outcome that is final is never taken out
    EffectCounts plus(Contribution contribution, int sign) {
        Map<Verdict, Integer> given = contribution.verdict() == null
                ? verdicts
                : plus(Verdict.class, verdicts, contribution.verdict(), sign);
        return new EffectCounts(decisions, given, cameBack + (contribution.cameBack() ? sign : 0),
                pending + (contribution.outcome() == Outcome.PENDING ? sign : 0),
                successes + (contribution.outcome() == Outcome.SUCCESS ? sign : 0),
                failures + (contribution.outcome() == Outcome.FAILURE ? sign : 0), sequence, drift, epoch);
    }

    /// @return with the next final outcome
    EffectCounts next(boolean success) {
        DriftDetector next = drift.plus(success);
        // a verdict that is to be right starts from nothing after a change
        Sequence since = next.drifted()
                ? new Sequence(0, 0)
                : new Sequence(sequence.successes() + (success ? 1 : 0), sequence.failures() + (success ? 0 : 1));
        return new EffectCounts(decisions, verdicts, cameBack, pending, successes, failures, since, next, epoch);
    }

    EffectCounts nextEpoch() {
        return new EffectCounts(decisions, verdicts, cameBack, pending, successes, failures, sequence, drift,
                epoch + 1);
    }

    private static <E extends Enum<E>> Map<E, Integer> plus(Class<E> type, Map<E, Integer> counts, E key, int sign) {
        Map<E, Integer> changed = new EnumMap<>(type);
        changed.putAll(counts);
        changed.merge(key, sign, Integer::sum);
        changed.values().removeIf(count -> count == 0);
        return changed;
    }
}
