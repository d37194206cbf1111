package ink.dreamnet.halo.repo;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.core.Glob;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.repo.Inspection.Sight;
import ink.dreamnet.halo.repo.Inspection.Status;
import ink.dreamnet.halo.repo.git.GitUnavailableException;
import ink.dreamnet.halo.repo.integrity.HistoryLook;
import ink.dreamnet.halo.repo.integrity.IntegrityCodes;
import ink.dreamnet.halo.repo.integrity.RefsLook;
import ink.dreamnet.halo.repo.integrity.WorkLook;
import ink.dreamnet.halo.repo.scan.Checks;
import ink.dreamnet.halo.repo.scan.CommitScan;
import ink.dreamnet.halo.repo.scan.ScanRequest;
import ink.dreamnet.halo.repo.scan.ScanResult;
import ink.dreamnet.halo.repo.scan.TooManyFilesException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/// Looks at one repository: at its state each time, at its commit only where that is new.
final class RepositoryInspector {

    private static final Logger LOG = LoggerFactory.getLogger(RepositoryInspector.class);

    private final RepositorySource source;
    private final RepositoryHomes homes;
    private final Checks checks;
    private final CommitScan scan;
    private final RepositoryProperties properties;
    private final ApplicationEventPublisher publisher;
    private final Clock clock;
    private final Map<String, WorkLook> workLooks = new ConcurrentHashMap<>();

    RepositoryInspector(RepositorySource source, RepositoryHomes homes, Checks checks, CommitScan scan,
            RepositoryProperties properties, ApplicationEventPublisher publisher, Clock clock) {
        this.source = source;
        this.homes = homes;
        this.checks = checks;
        this.scan = scan;
        this.properties = properties;
        this.publisher = publisher;
        this.clock = clock;
    }

    /// Learns of a repository while it is open.
    interface WhileOpen {
        void accept(Repository git, RevCommit commit) throws IOException;
    }

    /// @param stopAt until when to read
    /// @param whileOpen is called where there is a commit that can be read
    Inspection inspect(WatchedRepository repository, Instant stopAt, WhileOpen whileOpen)
            throws InterruptedException {
        Instant now = clock.instant();
        try (RepositorySource.Opened opened = source.open(repository, Duration.between(now, stopAt))) {
            tagsSeen(repository, opened.tags());
            return new Look(repository, opened.git(), opened.fetchedAt(), stopAt, now).go(whileOpen);
        } catch (GitUnavailableException gone) {
            return unavailable(repository, gone, now);
        } catch (TooManyFilesException | IOException failed) {
            return Inspection.blind(Status.FAILED, "cannot be looked at: " + failed.getMessage(), now);
        }
    }

    /// Tells whoever listens. What they make of it is theirs: it must not keep the repository from being looked at.
    private void tagsSeen(WatchedRepository repository, @Nullable Map<String, String> tags) {
        RepositorySpec.DeploySpec deploys = repository.spec().deploys();
        if (deploys == null || tags == null) {
            return;
        }
        Glob wanted = Glob.path(String.valueOf(deploys.tags()));
        Map<String, String> matching = new HashMap<>();
        tags.forEach((name, id) -> {
            if (wanted.matches(name)) {
                matching.put(name, id);
            }
        });
        try {
            publisher.publishEvent(new RepositoryTagsSeen(repository.subject(), repository.source(),
                    deploys.service() == null ? repository.id() : deploys.service(), deploys.environment(), matching));
        } catch (RuntimeException failed) {
            LOG.error("The tags of repository {} could not be taken in", repository.id(), failed);
        }
    }

    /// Deletes what is kept of repositories that are not watched any more.
    void keepOnly(java.util.Collection<WatchedRepository> repositories) {
        homes.keepOnly(repositories);
        workLooks.keySet().retainAll(repositories.stream().map(WatchedRepository::id).toList());
    }

    private Inspection unavailable(WatchedRepository repository, GitUnavailableException gone, Instant now) {
        String why = String.valueOf(gone.getMessage());
        if (gone.isAbsent() && repository.optional()) {
            return Inspection.blind(Status.ABSENT, why, now);
        }
        Instant fetchedAt = source.fetchedAt(repository);
        String last = fetchedAt == null ? "" : "; what was fetched at %s is not judged".formatted(fetchedAt);
        return new Inspection(Status.UNREACHABLE, repository.spec().branch(), null,
                List.of(new Finding(IntegrityCodes.UNREACHABLE, Severity.HIGH, "", 0, why + last)), null,
                new Sight.Only(Set.of(IntegrityCodes.UNREACHABLE)), null, fetchedAt, now);
    }

    /// One look at one repository.
    private final class Look {

        private final WatchedRepository repository;
        private final Repository git;
        private final @Nullable Instant fetchedAt;
        private final Instant stopAt;
        private final Instant now;
        private final List<Finding> state = new ArrayList<>();
        private final Set<String> unknown = new HashSet<>();
        private final List<String> notes = new ArrayList<>();

        Look(WatchedRepository repository, Repository git, @Nullable Instant fetchedAt, Instant stopAt, Instant now) {
            this.repository = repository;
            this.git = git;
            this.fetchedAt = fetchedAt;
            this.stopAt = stopAt;
            this.now = now;
        }

        Inspection go(WhileOpen whileOpen)
                throws IOException, InterruptedException, GitUnavailableException, TooManyFilesException {
            boolean local = repository.path() != null;
            state.addAll(RefsLook.look(git));
            if (local) {
                lookAtWork();
            }
            Ref head = head();
            if (head == null || head.getObjectId() == null) {
                AnalysisRecord before = RepositoryHomes.load(homes.of(repository));
                if (before != null && state.isEmpty()) {
                    state.add(new Finding(IntegrityCodes.REFS_BROKEN, Severity.CRITICAL, Constants.HEAD, 0,
                            "has no commit any more, and had %s".formatted(before.head().substring(0, 10))));
                }
                boolean empty = state.isEmpty() && git.getRefDatabase().getRefsByPrefix(Constants.R_HEADS).isEmpty();
                return empty
                        ? ended(Status.EMPTY, null, null, null, new Sight.AllBut(unknown))
                        : ended(Status.INCOMPLETE, null, null, null, stateOnly(Set.of()));
            }
            String branch = Repository.shortenRefName(head.getLeaf().getName());
            ObjectId id = head.getObjectId();
            try (RevWalk walk = new RevWalk(git)) {
                RevCommit commit = walk.parseCommit(id);
                lookAtActivity(commit);
                if (local && !branch.equals(Constants.HEAD)) {
                    lookAtBranch(branch);
                }
                AnalysisRecord analysis = analysis(commit);
                whileOpen.accept(git, commit);
                return judged(branch, analysis);
            } catch (MissingObjectException | IncorrectObjectTypeException missing) {
                return damagedHead(branch, id, IntegrityCodes.OBJECTS_MISSING, "is missing");
            } catch (CorruptObjectException | EOFException | java.util.zip.ZipException corrupt) {
                return damagedHead(branch, id, IntegrityCodes.OBJECTS_CORRUPT, "is corrupt");
            }
        }

        private Inspection damagedHead(String branch, ObjectId id, String code, String what) {
            state.add(new Finding(code, Severity.CRITICAL, "", 0,
                    "the commit %s that HEAD names %s".formatted(id.abbreviate(10).name(), what)));
            return ended(Status.INCOMPLETE, branch, id.name(), null, stateOnly(Set.of(code)));
        }

        private @Nullable Ref head() throws IOException, GitUnavailableException {
            String wanted = repository.spec().branch();
            if (wanted == null || repository.url() != null) {
                try {
                    return git.exactRef(Constants.HEAD);
                } catch (IOException unreadable) {
                    if (state.isEmpty()) {
                        throw unreadable;
                    }
                    return null;
                }
            }
            Ref branch = git.exactRef(Constants.R_HEADS + wanted);
            if (branch == null && !git.getRefDatabase().getRefsByPrefix(Constants.R_HEADS).isEmpty()) {
                throw new GitUnavailableException("it has no branch '%s'".formatted(wanted), null);
            }
            return branch;
        }

        private void lookAtWork() {
            try {
                state.addAll(workLook().merges(git, now, properties.mergeAfter()));
            } catch (IOException | RuntimeException unreadable) {
                unknown.add(IntegrityCodes.MERGE_UNRESOLVED);
                notes.add("its index cannot be read: " + unreadable.getMessage());
            }
        }

        private void lookAtBranch(String branch) {
            try {
                Finding finding = workLook().branch(git, branch);
                if (finding != null) {
                    state.add(finding);
                }
            } catch (IOException | RuntimeException unreadable) {
                unknown.add(IntegrityCodes.BRANCH_BEHIND);
                unknown.add(IntegrityCodes.BRANCH_DIVERGED);
                notes.add("it cannot be compared with its upstream: " + unreadable.getMessage());
            }
        }

        private WorkLook workLook() {
            return workLooks.computeIfAbsent(repository.id(), any -> new WorkLook());
        }

        private void lookAtActivity(RevCommit commit) {
            Duration allowed = repository.staleAfter();
            Instant committed = Instant.ofEpochSecond(commit.getCommitTime());
            if (allowed != null && Duration.between(committed, now).compareTo(allowed) > 0) {
                state.add(new Finding(IntegrityCodes.INACTIVE, Severity.MEDIUM, "", 0,
                        "nobody has committed since %s".formatted(committed)));
            }
        }

        private AnalysisRecord analysis(RevCommit commit)
                throws IOException, InterruptedException, TooManyFilesException {
            Path home = homes.open(repository);
            String fingerprint = RepositoryHomes.hash(String.join("\n", checks.versions(),
                    String.valueOf(repository.spec().exclude()), String.valueOf(properties.maxFileSize())));
            AnalysisRecord last = RepositoryHomes.load(home);
            if (last != null && last.complete() && !last.damaged() && last.head().equals(commit.name())
                    && last.fingerprint().equals(fingerprint)
                    && CommitScan.findings(home, last.id(), 0, 0, any -> true) != null) {
                return last;
            }
            boolean partial = isPartialClone();
            String good = last == null ? null : last.goodHistory();
            HistoryLook.Walk history = partial || commit.name().equals(good)
                    ? new HistoryLook.Walk(null, !partial)
                    : HistoryLook.walk(git, commit, good == null ? null : ObjectId.fromString(good),
                            properties.historyObjects(), this::outOfTime);
            String id = Ids.next().toString();
            ScanResult result = scan.run(new ScanRequest(git, commit.getTree(), home, id,
                    history.damage() == null ? List.of() : List.of(history.damage()), repository::excludes, partial,
                    Math.toIntExact(properties.maxFileSize().toBytes()), properties.maxFiles(), this::outOfTime));
            AnalysisRecord made = new AnalysisRecord(id, fingerprint, commit.name(),
                    Instant.ofEpochSecond(commit.getCommitTime()), clock.instant(), AnalysisRecord.Scan.of(result),
                    history.whole() ? commit.name() : good);
            RepositoryHomes.save(home, made);
            return made;
        }

        private boolean outOfTime() {
            return Thread.currentThread().isInterrupted() || !clock.instant().isBefore(stopAt);
        }

        private boolean isPartialClone() {
            return git.getConfig().getString("extensions", null, "partialClone") != null
                    || git.getConfig().getSubsections("remote").stream()
                            .anyMatch(remote -> git.getConfig().getBoolean("remote", remote, "promisor", false));
        }

        private Inspection judged(String branch, AnalysisRecord analysis) {
            AnalysisRecord.Scan found = analysis.scan();
            if (!analysis.historyWhole()) {
                unknown.add(IntegrityCodes.OBJECTS_MISSING);
                if (!isPartialClone()) {
                    unknown.add(IntegrityCodes.OBJECTS_CORRUPT);
                }
                notes.add("not all of its history was walked");
            }
            if (found.left() > 0) {
                notes.add("%d of %d files are still to be read".formatted(found.left(), found.files()));
            } else if (found.treeChecksLeft()) {
                notes.add("some checks are still to be run");
            }
            if (found.damaged() > 0) {
                notes.add("%d files could not be read".formatted(found.damaged()));
            }
            if (!found.failedChecks().isEmpty()) {
                notes.add("these checks failed: " + found.failedChecks().stream().sorted().toList());
            }
            if (analysis.complete()) {
                return ended(Status.ANALYZED, branch, analysis.head(), analysis, new Sight.AllBut(unknown));
            }
            if (found.left() == 0 && found.damaged() == 0 && !found.treeChecksLeft()) {
                unknown.addAll(checks.unknown(found.failedChecks()));
                return ended(Status.INCOMPLETE, branch, analysis.head(), analysis, new Sight.AllBut(unknown));
            }
            return ended(Status.INCOMPLETE, branch, analysis.head(), analysis, stateOnly(Set.of()));
        }

        private Sight stateOnly(Set<String> more) {
            Set<String> codes = new HashSet<>(IntegrityCodes.OF_STATE);
            codes.addAll(more);
            codes.removeAll(unknown);
            return new Sight.Only(codes);
        }

        private Inspection ended(Status status, @Nullable String branch, @Nullable String head,
                @Nullable AnalysisRecord analysis, Sight sight) {
            state.removeIf(repository::excludes);
            return new Inspection(status, branch, head, List.copyOf(state), analysis, sight,
                    notes.isEmpty() ? null : String.join("; ", notes), fetchedAt, now);
        }
    }
}
