package ink.dreamnet.halo.repo.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What reading a commit came to.
///
/// @param findings by code; without what was not read
/// @param counts what was counted in the whole repository
/// @param countsByFile the same by file, for as many files as are worth naming
/// @param files how many files the commit has
/// @param left how many of them could not be read in time
/// @param damaged how many objects are missing or corrupt
/// @param failedChecks the class names of checks that failed
/// @param treeChecksLeft whether the checks that compare files are still to be run
public record ScanResult(List<CodeFindings> findings, Map<String, Integer> counts,
        Map<String, Map<String, Integer>> countsByFile, int files, int left, int damaged, Set<String> failedChecks,
        boolean treeChecksLeft) {

    public ScanResult {
        failedChecks = Set.copyOf(failedChecks);
    }

    /// @return whether every file was read and every check was run
    public boolean allRead() {
        return left == 0 && damaged == 0 && !treeChecksLeft;
    }

    /// @return whether besides no check failed
    public boolean complete() {
        return allRead() && failedChecks.isEmpty();
    }

    /// @return what is missing, as clauses for an operator
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (left() > 0) {
            notes.add("%d of %d files are still to be read".formatted(left(), files()));
        } else if (treeChecksLeft()) {
            notes.add("some checks are still to be run");
        }
        if (damaged() > 0) {
            notes.add("%d files could not be read".formatted(damaged()));
        }
        if (!failedChecks().isEmpty()) {
            notes.add("these checks failed: " + failedChecks().stream().sorted().toList());
        }
        return notes;
    }
}
