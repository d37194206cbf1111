package ink.dreamnet.halo.repo;

import java.io.EOFException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipException;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.repo.Inspection.Coverage;
import ink.dreamnet.halo.repo.Inspection.Status;
import ink.dreamnet.halo.repo.git.GitUnavailableException;
import ink.dreamnet.halo.repo.integrity.IntegrityCodes;
import ink.dreamnet.halo.repo.integrity.RefIntegrity;
import ink.dreamnet.halo.repo.integrity.WorkTreeState;
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

/// One inspection of one repository that could be opened.
final class InspectionRun {

    private final WatchedRepository repository;
    private final RepositorySource.Opened opened;
    private final Repository git;
    private final CommitAnalyzer analyzer;
    private final WorkTreeState workTree;
    private final Duration mergeAfter;
    private final Instant now;
    private final Clock clock;
    private final Instant stopAt;
    private final List<Finding> state = new ArrayList<>();
    private final Set<String> unknown = new HashSet<>();
    private final List<String> notes = new ArrayList<>();

    /// @param mergeAfter how old a merge must be to be a finding
    InspectionRun(WatchedRepository repository, RepositorySource.Opened opened, CommitAnalyzer analyzer,
            WorkTreeState workTree, Duration mergeAfter, Instant now, Clock clock, Instant stopAt) {
        this.repository = repository;
        this.opened = opened;
        this.git = opened.git();
        this.analyzer = analyzer;
        this.workTree = workTree;
        this.mergeAfter = mergeAfter;
        this.now = now;
        this.clock = clock;
        this.stopAt = stopAt;
    }

    Inspection run(RepositoryInspector.WhileOpen whileOpen)
            throws IOException, InterruptedException, GitUnavailableException, TooManyFilesException {
        boolean local = repository.path() != null;
        state.addAll(RefIntegrity.check(git));
        if (local) {
            checkMerges();
        }
        Ref head = head();
        if (head == null || head.getObjectId() == null) {
            return withoutCommit();
        }
        String branch = Repository.shortenRefName(head.getLeaf().getName());
        ObjectId id = head.getObjectId();
        try (RevWalk walk = new RevWalk(git)) {
            RevCommit commit = walk.parseCommit(id);
            checkActivity(commit);
            if (local && !branch.equals(Constants.HEAD)) {
                checkUpstream(branch);
            }
            AnalysisRecord analysis = analyzer.analyze(repository, git, commit,
                    branch.equals(Constants.HEAD) ? null : branch,
                    () -> Thread.currentThread().isInterrupted() || !clock.instant().isBefore(stopAt));
            whileOpen.accept(git, commit);
            return analyzed(branch, analysis);
        } catch (MissingObjectException | IncorrectObjectTypeException missing) {
            return damagedHead(branch, id, IntegrityCodes.OBJECTS_MISSING, "is missing");
        } catch (CorruptObjectException | EOFException | ZipException corrupt) {
            return damagedHead(branch, id, IntegrityCodes.OBJECTS_CORRUPT, "is corrupt");
        }
    }

    private Inspection withoutCommit() throws IOException {
        AnalysisRecord before = analyzer.last(repository);
        if (before != null && state.isEmpty()) {
            state.add(new Finding(IntegrityCodes.REFS_BROKEN, Severity.CRITICAL, Constants.HEAD, 0,
                    "has no commit any more, and had %s".formatted(before.head().substring(0, 10))));
        }
        boolean empty = state.isEmpty() && git.getRefDatabase().getRefsByPrefix(Constants.R_HEADS).isEmpty();
        return empty
                ? ended(Status.EMPTY, null, null, null, new Coverage.AllBut(unknown))
                : ended(Status.INCOMPLETE, null, null, null, stateOnly(Set.of()));
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

    private void checkMerges() {
        try {
            state.addAll(workTree.merges(git, now, mergeAfter));
        } catch (IOException | RuntimeException unreadable) {
            unknown.add(IntegrityCodes.MERGE_UNRESOLVED);
            notes.add("its index cannot be read: " + unreadable.getMessage());
        }
    }

    private void checkUpstream(String branch) {
        try {
            Finding finding = workTree.branch(git, branch);
            if (finding != null) {
                state.add(finding);
            }
        } catch (IOException | RuntimeException unreadable) {
            unknown.add(IntegrityCodes.BRANCH_BEHIND);
            unknown.add(IntegrityCodes.BRANCH_DIVERGED);
            notes.add("it cannot be compared with its upstream: " + unreadable.getMessage());
        }
    }

    private void checkActivity(RevCommit commit) {
        Duration allowed = repository.staleAfter();
        Instant committed = Instant.ofEpochSecond(commit.getCommitTime());
        if (allowed != null && Duration.between(committed, now).compareTo(allowed) > 0) {
            state.add(new Finding(IntegrityCodes.INACTIVE, Severity.MEDIUM, "", 0,
                    "nobody has committed since %s".formatted(committed)));
        }
    }

    private Inspection analyzed(String branch, AnalysisRecord analysis) {
        if (!analysis.historyWhole()) {
            unknown.add(IntegrityCodes.OBJECTS_MISSING);
            if (!CommitAnalyzer.isPartialClone(git)) {
                unknown.add(IntegrityCodes.OBJECTS_CORRUPT);
            }
            notes.add("not all of its history was walked");
        }
        notes.addAll(analysis.scan().notes());
        unknown.addAll(analyzer.unknown(analysis));
        Coverage coverage = analysis.scan().allRead() ? new Coverage.AllBut(unknown) : stateOnly(Set.of());
        return ended(analysis.complete() ? Status.ANALYZED : Status.INCOMPLETE, branch, analysis.head(), analysis,
                coverage);
    }

    private Coverage stateOnly(Set<String> more) {
        Set<String> codes = new HashSet<>(IntegrityCodes.OF_STATE);
        codes.addAll(more);
        codes.removeAll(unknown);
        return new Coverage.Only(codes);
    }

    private Inspection ended(Status status, @Nullable String branch, @Nullable String head,
            @Nullable AnalysisRecord analysis, Coverage coverage) {
        state.removeIf(repository::excludes);
        return new Inspection(status, branch, head, List.copyOf(state), analysis, coverage,
                notes.isEmpty() ? null : String.join("; ", notes), opened.fetchedAt(), now);
    }
}
