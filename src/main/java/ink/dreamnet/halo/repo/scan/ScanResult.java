package ink.dreamnet.halo.repo.scan;

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
/// @param blobsRead how many objects were read
public record ScanResult(List<CodeFindings> findings, Map<String, Integer> counts,
        Map<String, Map<String, Integer>> countsByFile, int files, int left, int damaged, Set<String> failedChecks,
        boolean treeChecksLeft, int blobsRead) {

    /// @return whether every file was read and every check has spoken
    public boolean complete() {
        return left == 0 && damaged == 0 && failedChecks.isEmpty() && !treeChecksLeft;
    }
}
