package ink.dreamnet.halo.repo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.repo.git.ObjectStore;
import ink.dreamnet.halo.repo.integrity.HistoryWalk;
import ink.dreamnet.halo.repo.scan.Checks;
import ink.dreamnet.halo.repo.scan.CommitScan;
import ink.dreamnet.halo.repo.scan.ObjectSlice;
import ink.dreamnet.halo.repo.scan.RemovedPaths;
import ink.dreamnet.halo.repo.scan.ScanRequest;
import ink.dreamnet.halo.repo.scan.ScanResult;
import ink.dreamnet.halo.repo.scan.TooManyFilesException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/// Analyzes a commit where that is new, and keeps what came of it.
final class CommitAnalyzer {

    private static final Duration SLICE = Duration.ofDays(7).dividedBy(ObjectSlice.PARTS);

    private final Map<String, Long> slices = new ConcurrentHashMap<>();
    private final RepositoryHomes homes;
    private final Checks checks;
    private final CommitScan scan;
    private final RepositoryProperties properties;
    private final Clock clock;

    CommitAnalyzer(RepositoryHomes homes, Checks checks, CommitScan scan, RepositoryProperties properties,
            Clock clock) {
        this.homes = homes;
        this.checks = checks;
        this.scan = scan;
        this.properties = properties;
        this.clock = clock;
    }

    /// @param branch of the commit; null for none
    AnalysisRecord analyze(WatchedRepository repository, Repository git, RevCommit commit, @Nullable String branch,
            BooleanSupplier outOfTime) throws IOException, InterruptedException, TooManyFilesException {
        Path home = homes.open(repository);
        String fingerprint = RepositoryHomes.hash(String.join("\n", checks.versions(),
                String.valueOf(repository.spec().exclude()), String.valueOf(properties.maxFileSize())));
        AnalysisRecord last = RepositoryHomes.load(home);
        Set<String> again = Set.of();
        if (last != null && last.head().equals(commit.name()) && last.fingerprint().equals(fingerprint)
                && CommitScan.findings(home, last.id(), 0, 0, any -> true) != null) {
            again = last.complete() && !last.damaged() ? rotten(repository, git, commit, outOfTime) : again;
            if (again.isEmpty() && stillHolds(last, git)) {
                return last;
            }
        }
        boolean partial = isPartialClone(git);
        String good = last == null ? null : last.goodHistory();
        HistoryWalk.Result history = partial || commit.name().equals(good)
                ? new HistoryWalk.Result(List.of(), !partial)
                : HistoryWalk.walk(git, commit, good == null ? null : ObjectId.fromString(good),
                        properties.historyObjects(), outOfTime);
        RemovedPaths removed = new RemovedPaths(home);
        removed.addPast(git, commit, branch, outOfTime);
        String id = Ids.next().toString();
        ScanResult result = scan
                .run(new ScanRequest(git, commit.getTree(), home, id, removed, history.damage(), again,
                        clock.instant(),
                        repository::excludes, partial, Math.toIntExact(properties.maxFileSize().toBytes()),
                        properties.maxFiles(), outOfTime));
        boolean cut = outOfTime.getAsBoolean() || result.left() > 0 || result.treeChecksLeft();
        AnalysisRecord made = new AnalysisRecord(id, fingerprint, commit.name(),
                Instant.ofEpochSecond(commit.getCommitTime()), clock.instant(), result,
                history.whole() ? commit.name() : good, cut ? null : ObjectStore.stamp(git));
        RepositoryHomes.save(home, made);
        return made;
    }

    /// What was whole stays so until an object rots; what was not may be mended, which its object store shows, or else an hour tells.
    private boolean stillHolds(AnalysisRecord last, Repository git) throws IOException {
        boolean whole = last.complete() && !last.damaged();
        return whole || last.store() != null && last.store().equals(ObjectStore.stamp(git))
                && Duration.between(last.analyzedAt(), clock.instant()).compareTo(SLICE) < 0;
    }

    /// Reads the objects again that are due: each once a week, an hour's at a time, and not those of all repositories at once.
    private Set<String> rotten(WatchedRepository repository, Repository git, RevCommit commit,
            BooleanSupplier outOfTime) throws IOException {
        long offset = Math.floorMod(repository.id().hashCode(), SLICE.toSeconds());
        long now = (clock.instant().getEpochSecond() + offset) / SLICE.toSeconds();
        Long before = slices.put(repository.id(), now);
        return before == null || now <= before || isPartialClone(git)
                ? Set.of()
                : ObjectSlice.damaged(git, commit.getTree(), before + 1, now - before,
                        Math.toIntExact(properties.maxFileSize().toBytes()), outOfTime);
    }

    /// Forgets repositories that are not watched any more.
    void keepOnly(Collection<String> ids) {
        slices.keySet().retainAll(ids);
    }

    static boolean isPartialClone(Repository git) {
        return git.getConfig().getString("extensions", null, "partialClone") != null
                || git.getConfig().getSubsections("remote").stream()
                        .anyMatch(remote -> git.getConfig().getBoolean("remote", remote, "promisor", false));
    }

    /// @return the last analysis; null where there is none
    @Nullable
    AnalysisRecord last(WatchedRepository repository) throws IOException {
        return RepositoryHomes.load(homes.of(repository));
    }

    /// @return the codes about which nothing can be said because it is not complete
    Set<String> unknown(AnalysisRecord analysis) {
        return analysis.complete() ? Set.of() : checks.unknown(analysis.scan().failedChecks());
    }
}
