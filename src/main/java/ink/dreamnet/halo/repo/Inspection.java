package ink.dreamnet.halo.repo;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// What a look at one repository came to.
///
/// @param status how far it got
/// @param branch the branch that was looked at; null where none is known
/// @param head the commit; null where none is known
/// @param state what is wrong besides what stands in the commit
/// @param analysis what was found in the commit; null where it was not read
/// @param sight about which codes it can speak
/// @param note what hindered it; null for nothing
/// @param fetchedAt when the remote was last had; null for a repository on this machine
/// @param lookedAt when it was looked at
record Inspection(Status status, @Nullable String branch, @Nullable String head, List<Finding> state,
        @Nullable AnalysisRecord analysis, Sight sight, @Nullable String note, @Nullable Instant fetchedAt,
        Instant lookedAt) {

    /// How far a look got.
    enum Status implements Wire {
        /// Everything was read.
        ANALYZED,
        /// A part was read; the rest follows.
        INCOMPLETE,
        /// There is no commit yet.
        EMPTY,
        /// It could not be had.
        UNREACHABLE,
        /// There is none, and there need not be one.
        ABSENT,
        /// It could not be looked at.
        FAILED
    }

    /// About which codes a look can speak.
    sealed interface Sight {

        /// About all but some.
        record AllBut(Set<String> codes) implements Sight {
        }

        /// About some only.
        record Only(Set<String> codes) implements Sight {
        }

        /// About none.
        record Nothing() implements Sight {
        }
    }

    static Inspection blind(Status status, String note, Instant now) {
        return new Inspection(status, null, null, List.of(), null, new Sight.Nothing(), note, null, now);
    }
}
