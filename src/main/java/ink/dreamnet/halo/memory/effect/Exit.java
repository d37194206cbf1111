package ink.dreamnet.halo.memory.effect;

import java.time.Duration;
import java.time.Instant;

import ink.dreamnet.halo.memory.ledger.Aftermath;
import ink.dreamnet.halo.memory.ledger.RepairEvidence;
import org.jspecify.annotations.Nullable;

/// What became of a weak point within the horizon after the decision, counted alike whether it was repaired or not.
///
/// @param kind how it left the comparison
/// @param slice in which part of the horizon, 0 to [#SLICES] − 1; 0 where it stayed
record Exit(Kind kind, int slice) {

    /// Where the parts of the horizon end, as shares of it: most that is lost is lost soon, because proposals are often decided
    /// one after the other.
    private static final double[] ENDS = {1 / 30.0, 1 / 12.0, 1 / 6.0, 1 / 3.0, 2 / 3.0, 1};
    /// Into how many parts the horizon is divided.
    static final int SLICES = ENDS.length;

    /// How a weak point leaves the comparison.
    enum Kind {
        /// It was resolved, and was not there again within 24 hours.
        HEALED,
        /// It got another repair, or nobody watches it any more: what would have become of it is not known.
        CENSORED,
        /// It was still there at the end, or came back.
        STAYED
    }

    /// @return when it can be known what became of it: at the same time for all, so that what is known early does not count more
    static Instant knownAt(RepairEvidence evidence) {
        return end(evidence).plus(Outcome.RELAPSE);
    }

    private static Instant end(RepairEvidence evidence) {
        return evidence.decidedAt().plusMillis(evidence.repair().horizonMs());
    }

    /// @return null where it is compared with nothing, or not known yet
    static @Nullable Exit of(RepairEvidence evidence, Instant now) {
        boolean compared = switch (evidence.decision()) {
            case APPROVED, REJECTED, EXPIRED, UNDECIDED -> true;
            case CANCELLED -> false;
        };
        if (!compared || evidence.imported() || now.isBefore(knownAt(evidence))) {
            return null;
        }
        Aftermath aftermath = evidence.aftermath();
        Instant end = end(evidence);
        Instant ended = aftermath.endedAt();
        Instant treated = aftermath.treatedAt();
        if (treated != null && !treated.isAfter(end) && (ended == null || !treated.isAfter(ended))) {
            return new Exit(Kind.CENSORED, slice(evidence, treated));
        }
        if (ended == null || ended.isAfter(end)) {
            return new Exit(Kind.STAYED, 0);
        }
        if (aftermath.removed()) {
            return new Exit(Kind.CENSORED, slice(evidence, ended));
        }
        return aftermath.returnedAt() == null
                ? new Exit(Kind.HEALED, slice(evidence, ended))
                : new Exit(Kind.STAYED, 0);
    }

    private static int slice(RepairEvidence evidence, Instant at) {
        double share = Duration.between(evidence.decidedAt(), at).toMillis() / (double) evidence.repair().horizonMs();
        int slice = 0;
        while (slice < SLICES - 1 && share >= ENDS[slice]) {
            slice++;
        }
        return slice;
    }
}
