package ink.dreamnet.halo.memory.effect;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import ink.dreamnet.halo.memory.ledger.Decision;
import ink.dreamnet.halo.memory.ledger.RepairEvidence;
import ink.dreamnet.halo.memory.ledger.Verdict;
import org.jspecify.annotations.Nullable;

/// How a repair counts.
enum Outcome {
    /// It was not done, it is not known whether it helped, or not yet.
    NONE,
    /// It helped, but the weak point may still come back.
    PENDING,
    /// It helped, and the weak point was not there again within 24 hours.
    SUCCESS,
    /// It did not help, it did harm, or the weak point came back.
    FAILURE;

    /// Within what time a weak point that is there again has come back.
    static final Duration RELAPSE = Duration.ofHours(24);

    boolean known() {
        return this == SUCCESS || this == FAILURE;
    }

    static Outcome of(RepairEvidence evidence, Instant now) {
        Verdict verdict = evidence.work().verdict();
        if (evidence.decision() != Decision.APPROVED || verdict == null) {
            return NONE;
        }
        return switch (verdict) {
            case INCONCLUSIVE, UNDELIVERABLE -> NONE;
            case INEFFECTIVE, HARMFUL -> FAILURE;
            case EFFECTIVE -> {
                Instant known = Objects.requireNonNull(knownAt(evidence));
                yield evidence.aftermath().returnedAt() != null ? FAILURE : now.isBefore(known) ? PENDING : SUCCESS;
            }
        };
    }

    /// @return when it is known whether a repair that helped lasted; null for any other
    static @Nullable Instant knownAt(RepairEvidence evidence) {
        if (evidence.work().verdict() != Verdict.EFFECTIVE) {
            return null;
        }
        Instant verdictAt = Objects.requireNonNull(evidence.work().verdictAt());
        Instant ended = evidence.aftermath().endedAt();
        return (ended == null ? verdictAt : ended).plus(RELAPSE);
    }
}
