package ink.dreamnet.halo.repo;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// What inspecting one repository came to.
///
/// @param status how far it got
/// @param branch the branch that was inspected; null where none is known
/// @param head the commit; null where none is known
/// @param state what is wrong besides what stands in the commit
/// @param analysis what was found in the commit; null where it was not read
/// @param coverage the codes about which it says something
/// @param note what hindered it; null for nothing
/// @param fetchedAt when the remote was last fetched; null for a repository on this machine
/// @param inspectedAt when it was inspected
record Inspection(Status status, @Nullable String branch, @Nullable String head, List<Finding> state,
        @Nullable AnalysisRecord analysis, Coverage coverage, @Nullable String note, @Nullable Instant fetchedAt,
        Instant inspectedAt) {

    /// How far an inspection got.
    enum Status implements Wire {
        /// Everything was read.
        ANALYZED,
        /// A part was read; the rest follows.
        INCOMPLETE,
        /// There is no commit yet.
        EMPTY,
        /// It could not be opened or fetched.
        UNREACHABLE,
        /// There is none, and there need not be one.
        ABSENT,
        /// It could not be inspected.
        FAILED
    }

    /// The codes about which an inspection says something: what is not found of them is not there.
    sealed interface Coverage {

        /// All but some.
        record AllBut(Set<String> codes) implements Coverage {
        }

        /// Some only.
        record Only(Set<String> codes) implements Coverage {
        }

        /// None.
        record Nothing() implements Coverage {
        }
    }

    static Inspection blind(Status status, String note, Instant now) {
        return new Inspection(status, null, null, List.of(), null, new Coverage.Nothing(), note, null, now);
    }
}
