package ink.dreamnet.halo.repo;

import java.time.Instant;
import java.util.List;
import java.util.Map;
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
record AnalysisRecord(String id, String fingerprint, String head, Instant committedAt, Instant analyzedAt,
        Scan scan, @Nullable String goodHistory) {

    /// The lasting part of a [ScanResult].
    record Scan(List<CodeFindings> findings, Map<String, Integer> counts,
            Map<String, Map<String, Integer>> countsByFile, int files, int left, int damaged, Set<String> failedChecks,
            boolean treeChecksLeft) {

        static Scan of(ScanResult result) {
            return new Scan(result.findings(), result.counts(), result.countsByFile(), result.files(), result.left(),
                    result.damaged(), Set.copyOf(result.failedChecks()), result.treeChecksLeft());
        }
    }

    /// @return whether every file was read and every check has spoken
    boolean complete() {
        return scan.left() == 0 && scan.damaged() == 0 && scan.failedChecks().isEmpty() && !scan.treeChecksLeft();
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
