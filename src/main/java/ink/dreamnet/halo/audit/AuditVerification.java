package ink.dreamnet.halo.audit;

import java.time.Instant;
import java.util.UUID;

import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// What a look at the chain of the audit trail has found.
///
/// @param intact whether nothing was found to be wrong
/// @param complete whether it went on to the end; else `next` says where to go on
/// @param after the link after which it began
/// @param checked how many entries were compared
/// @param head the end of the chain, to be kept elsewhere
/// @param removed the last link that retention removed; null where it has removed none
/// @param next the link after which to go on; null where it is complete, and where something is wrong
/// @param broken the first that is wrong; null where nothing is
public record AuditVerification(boolean intact, boolean complete, long after, long checked,
        ChainMark head, @Nullable ChainMark removed, @Nullable Long next, @Nullable Broken broken) {

    /// The first entry that was tampered with or is missing.
    ///
    /// @param link its place in the chain; 0 where it has none
    /// @param kind in what way it is wrong
    /// @param problem what is wrong
    /// @param id the entry; null where it is missing
    /// @param at when it was written, as it says now
    /// @param actor who did it, as it says now
    /// @param action what they did, as it says now
    public record Broken(long link, Kind kind, String problem, @Nullable UUID id, @Nullable Instant at,
            @Nullable String actor, @Nullable String action) {

        static Broken missing(long link, Kind kind, String problem) {
            return new Broken(link, kind, problem, null, null, null, null);
        }

        static Broken of(AuditRows.Sealed row, Kind kind, String problem) {
            AuditEntry entry = row.entry();
            return new Broken(row.link(), kind, problem, entry.id(), entry.at(), entry.actor(), entry.action());
        }

        /// @return what is wrong, in one sentence
        public String sentence() {
            return "Link %d is %s: %s".formatted(link, kind.wire(), problem);
        }
    }

    /// In what way an entry is wrong.
    public enum Kind implements Wire {
        /// It is not as it was sealed, or not where it was.
        CHANGED,
        /// It is gone, and others follow it.
        MISSING,
        /// It was not written by HALO.
        INSERTED,
        /// The beginning of the trail is gone, and retention has not removed it.
        BEGINNING,
        /// The end of the trail is gone.
        END
    }
}
