package ink.dreamnet.halo.memory.effect;

import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;

import ink.dreamnet.halo.memory.ledger.RepairEvidence;
import ink.dreamnet.halo.memory.ledger.Verdict;
import org.jspecify.annotations.Nullable;

/// How a row of the ledger is counted. What is derived is the sum of all contributions: when one changes, the old one is taken
/// out and the new one put in.
///
/// @param outcome whether it was a success
/// @param verdict the verdict; null where there is none
/// @param cameBack whether the weak point was there again within 24 hours after a repair that helped
/// @param exit what became of the weak point within the horizon; null where that is not known yet
/// @param epoch the number of changes that had been found in the effects of the strategy's repairs when the exit was counted
record Contribution(Outcome outcome, @Nullable Verdict verdict, boolean cameBack, @Nullable Exit exit, int epoch) {

    static Contribution of(RepairEvidence evidence, Instant now, int epoch) {
        Outcome outcome = Outcome.of(evidence, now);
        Exit exit = Exit.of(evidence, now);
        return new Contribution(outcome, evidence.work().verdict(),
                outcome == Outcome.FAILURE && evidence.work().verdict() == Verdict.EFFECTIVE, exit,
                exit == null ? 0 : epoch);
    }

    /// @return when it changes next by time alone; null where it does not
    static @Nullable Instant changesAt(RepairEvidence evidence, Instant now) {
        return Stream.of(Outcome.knownAt(evidence), evidence.imported() ? null : Exit.knownAt(evidence))
                .filter(Objects::nonNull).map(Objects::requireNonNull).filter(at -> at.isAfter(now))
                .min(Instant::compareTo).orElse(null);
    }

    boolean harmful() {
        return verdict == Verdict.HARMFUL;
    }
}
