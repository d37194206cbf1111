package ink.dreamnet.halo.repo;

import java.time.Instant;
import java.util.Set;

import ink.dreamnet.halo.repo.integrity.IntegrityCodes;
import ink.dreamnet.halo.repo.scan.CodeFindings;
import ink.dreamnet.halo.repo.scan.ScanResult;
import org.jspecify.annotations.Nullable;

/// What the last analysis of a repository's commit came to. It holds for as long as commit and fingerprint stay the same.
///
/// @param id names the analysis
/// @param fingerprint what the findings depend on, besides the commit
/// @param head the commit
/// @param committedAt when it was made
/// @param analyzedAt when it was read
/// @param scan what was found in it
/// @param goodHistory the last commit whose whole history is known to be there; null for none
/// @param store the object store's stamp when it was read; null where reading was cut short, so that it is to be tried again
record AnalysisRecord(String id, String fingerprint, String head, Instant committedAt, Instant analyzedAt,
        ScanResult scan, @Nullable String goodHistory, @Nullable String store) {

    /// @return whether every file was read and no check failed
    boolean complete() {
        return scan.complete();
    }

    /// @return whether objects were missing or corrupt, which someone may have mended without a new commit
    boolean damaged() {
        return scan.damaged() > 0 || scan.findings().stream().map(CodeFindings::code)
                .anyMatch(Set.of(IntegrityCodes.OBJECTS_MISSING, IntegrityCodes.OBJECTS_CORRUPT)::contains);
    }

    boolean historyWhole() {
        return head.equals(goodHistory);
    }
}
