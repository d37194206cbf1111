package ink.dreamnet.halo.repo;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.core.Glob;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.http.Provenance;
import ink.dreamnet.halo.repo.Inspection.Coverage;
import ink.dreamnet.halo.repo.Inspection.Status;
import ink.dreamnet.halo.repo.git.GitUnavailableException;
import ink.dreamnet.halo.repo.integrity.IntegrityCodes;
import ink.dreamnet.halo.repo.integrity.WorkTreeState;
import ink.dreamnet.halo.repo.scan.TooManyFilesException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/// Inspects one repository: its state each time, its commit only where that is new.
final class RepositoryInspector {

    private static final Logger LOG = LoggerFactory.getLogger(RepositoryInspector.class);

    private final RepositorySource source;
    private final CommitAnalyzer analyzer;
    private final RepositoryProperties properties;
    private final ApplicationEventPublisher publisher;
    private final Clock clock;
    private final Map<String, WorkTreeState> workTrees = new ConcurrentHashMap<>();
    private final Map<String, Inspection> last = new ConcurrentHashMap<>();

    RepositoryInspector(RepositorySource source, CommitAnalyzer analyzer, RepositoryProperties properties,
            ApplicationEventPublisher publisher, Clock clock) {
        this.source = source;
        this.analyzer = analyzer;
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
        Inspection inspection = inspectNow(repository, stopAt, whileOpen);
        last.put(repository.id(), inspection);
        return inspection;
    }

    /// @return the last inspection of a repository by this HALO; null where there was none yet
    @Nullable
    Inspection last(WatchedRepository repository) {
        return last.get(repository.id());
    }

    private Inspection inspectNow(WatchedRepository repository, Instant stopAt, WhileOpen whileOpen)
            throws InterruptedException {
        Instant now = clock.instant();
        try (RepositorySource.Opened opened = source.open(repository, Duration.between(now, stopAt))) {
            tagsSeen(repository, opened.tags());
            WorkTreeState workTree = workTrees.computeIfAbsent(repository.id(), any -> new WorkTreeState());
            return new InspectionRun(repository, opened, analyzer, workTree, properties.mergeAfter(), now, clock,
                    stopAt).run(whileOpen);
        } catch (GitUnavailableException gone) {
            return unavailable(repository, gone, now);
        } catch (TooManyFilesException | IOException failed) {
            return Inspection.blind(Status.FAILED, "cannot be inspected: " + failed.getMessage(), now);
        }
    }

    /// Publishes the tags. What listeners make of them is theirs: it must not keep the repository from being inspected.
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

    /// Forgets repositories that are not watched any more.
    void keepOnly(Collection<String> ids) {
        last.keySet().retainAll(ids);
        workTrees.keySet().retainAll(ids);
        analyzer.keepOnly(ids);
    }

    /// Who may name any URL must not learn from HALO what answers there, if anything does.
    private static String reason(WatchedRepository repository, GitUnavailableException gone) {
        String reason = String.valueOf(gone.getMessage());
        if (gone.isUnanswered() && repository.managedBy().provenance() == Provenance.OTHERS) {
            LOG.info("Repository {} cannot be fetched: {}", repository.id(), reason);
            return "no git repository that everyone may read answers at its URL (the log of HALO says more)";
        }
        return reason;
    }

    private Inspection unavailable(WatchedRepository repository, GitUnavailableException gone, Instant now) {
        String why = reason(repository, gone);
        if (gone.isAbsent() && repository.optional()) {
            return Inspection.blind(Status.ABSENT, why, now);
        }
        Instant fetchedAt = source.fetchedAt(repository);
        String last = fetchedAt == null ? "" : "; what was fetched at %s is not judged".formatted(fetchedAt);
        return new Inspection(Status.UNREACHABLE, repository.spec().branch(), null,
                List.of(new Finding(IntegrityCodes.UNREACHABLE, Severity.HIGH, "", 0, why + last)), null,
                new Coverage.Only(Set.of(IntegrityCodes.UNREACHABLE)), null, fetchedAt, now);
    }
}
