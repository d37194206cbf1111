package ink.dreamnet.halo.repo.integrity;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.core.Severity;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.BranchConfig;
import org.eclipse.jgit.lib.BranchTrackingStatus;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/// What only a repository on this machine has: an index with merges in it, and a branch with an upstream. For use by one
/// thread at a time.
public final class WorkTreeState {

    private static final int MOST = 200;
    private static final List<String> UNDERWAY = List.of(Constants.MERGE_HEAD, Constants.CHERRY_PICK_HEAD,
            Constants.REVERT_HEAD, "REBASE_HEAD");

    private String indexStamp = "";
    private List<String> conflicts = List.of();
    private @Nullable Instant conflictSince;
    private String branchStamp = "";
    private @Nullable Finding branchFinding;

    /// Finds merges that were begun long ago.
    ///
    /// @param after how old they must be
    public List<Finding> merges(Repository repository, Instant now, Duration after) throws IOException {
        List<Finding> findings = new ArrayList<>();
        if (repository.isBare()) {
            return findings;
        }
        File index = repository.getIndexFile();
        Instant since = index.exists() ? Instant.ofEpochMilli(index.lastModified()) : now;
        String underway = null;
        for (String name : UNDERWAY) {
            File head = new File(repository.getDirectory(), name);
            if (head.exists()) {
                underway = name;
                since = Instant.ofEpochMilli(head.lastModified());
                break;
            }
        }
        List<String> inConflict = conflicts(index);
        // git status writes the index anew, and the conflict is not younger for it
        if (!inConflict.isEmpty() && conflictSince != null && conflictSince.isBefore(since)) {
            since = conflictSince;
        }
        conflictSince = inConflict.isEmpty() ? null : since;
        if (Duration.between(since, now).compareTo(after) < 0) {
            return findings;
        }
        for (String path : inConflict) {
            findings.add(new Finding(IntegrityCodes.MERGE_UNRESOLVED, Severity.HIGH, path, 0,
                    "has been in conflict since %s".formatted(since)));
        }
        if (findings.isEmpty() && Constants.MERGE_HEAD.equals(underway)) {
            findings.add(new Finding(IntegrityCodes.MERGE_UNRESOLVED, Severity.MEDIUM, Constants.MERGE_HEAD, 0,
                    "a merge was begun at %s and never committed".formatted(since)));
        }
        return findings;
    }

    private List<String> conflicts(File index) throws IOException {
        if (!index.exists()) {
            return List.of();
        }
        String stamp = index + "/" + index.lastModified() + "/" + index.length();
        if (!stamp.equals(indexStamp)) {
            DirCache cache = DirCache.read(index, FS.DETECTED);
            Set<String> paths = new LinkedHashSet<>();
            for (int i = 0; i < cache.getEntryCount() && paths.size() < MOST; i++) {
                if (cache.getEntry(i).getStage() != DirCacheEntry.STAGE_0) {
                    paths.add(cache.getEntry(i).getPathString());
                }
            }
            conflicts = List.copyOf(paths);
            indexStamp = stamp;
        }
        return conflicts;
    }

    /// Compares the branch with its upstream as it was last fetched.
    ///
    /// @param branch without `refs/heads/`
    public @Nullable Finding branch(Repository repository, String branch) throws IOException {
        String upstream = new BranchConfig(repository.getConfig(), branch).getTrackingBranch();
        if (upstream == null) {
            return null;
        }
        String stamp = String.join("/", String.valueOf(repository.exactRef(Constants.R_HEADS + branch)),
                String.valueOf(repository.exactRef(upstream)));
        if (!stamp.equals(branchStamp)) {
            branchFinding = compare(BranchTrackingStatus.of(repository, branch), branch);
            branchStamp = stamp;
        }
        return branchFinding;
    }

    private static @Nullable Finding compare(@Nullable BranchTrackingStatus status, String branch) {
        if (status == null || status.getBehindCount() == 0) {
            return null;
        }
        String upstream = Repository.shortenRefName(status.getRemoteTrackingBranch());
        return status.getAheadCount() == 0
                ? new Finding(IntegrityCodes.BRANCH_BEHIND, Severity.LOW, Constants.R_HEADS + branch, 0,
                        "is %d commits behind %s".formatted(status.getBehindCount(), upstream))
                : new Finding(IntegrityCodes.BRANCH_DIVERGED, Severity.MEDIUM, Constants.R_HEADS + branch, 0,
                        "has %d commits that %s lacks, and lacks %d of its".formatted(status.getAheadCount(), upstream,
                                status.getBehindCount()));
    }
}
