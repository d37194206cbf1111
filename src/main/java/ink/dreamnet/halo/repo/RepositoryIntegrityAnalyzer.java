package ink.dreamnet.halo.repo;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import ink.dreamnet.halo.analysis.AnalysisContext;
import ink.dreamnet.halo.analysis.Analyzer;
import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.WorkerPool;
import ink.dreamnet.halo.analysis.WorkerPool.Work;
import ink.dreamnet.halo.analysis.WorkerPools;
import ink.dreamnet.halo.core.Settings;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.registry.Registered;
import ink.dreamnet.halo.repo.Inspection.Coverage;
import ink.dreamnet.halo.repo.integrity.IntegrityCodes;
import ink.dreamnet.halo.repo.scan.CodeFindings;
import ink.dreamnet.halo.repo.scan.FindingSums;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Repository integrity analyzer: checks code integrity, detects broken dependencies and identifies code quality issues: what
/// the checks find in the files of their HEAD commits.
@Component
class RepositoryIntegrityAnalyzer implements Analyzer {

    static final String NAME = "repository-integrity";

    private static final Logger LOG = LoggerFactory.getLogger(RepositoryIntegrityAnalyzer.class);
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    /// Of inspections that do not end; a repository has one at most.
    private static final int MOST_ABANDONED = 16;

    private final Definitions<RepositorySpec, WatchedRepository> registry;
    private final RepositoryInspector inspector;
    private final OwnChecks ownChecks;
    private final RepositoryHomes homes;
    private final Ratchet ratchet;
    private final RepositoryProperties properties;
    private final Clock clock;
    private final WorkerPool inspectors;
    private final Map<String, Work<Seen>> last = new ConcurrentHashMap<>();

    RepositoryIntegrityAnalyzer(Definitions<RepositorySpec, WatchedRepository> registry, RepositoryInspector inspector,
            OwnChecks ownChecks, RepositoryHomes homes, Ratchet ratchet, RepositoryProperties properties,
            WorkerPools pools, Clock clock) {
        this.registry = registry;
        this.inspector = inspector;
        this.ownChecks = ownChecks;
        this.homes = homes;
        this.ratchet = ratchet;
        this.properties = properties;
        this.clock = clock;
        this.inspectors = pools.open("halo-repository", properties.parallel(), MOST_ABANDONED);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration deadline() {
        return DEADLINE;
    }

    @Override
    public boolean spreads(String code) {
        return code.equals(IntegrityCodes.UNREACHABLE);
    }

    @Override
    public Map<String, Object> options() {
        return Settings.of(properties);
    }

    @Override
    public boolean watches(SubjectRef subject) {
        return registry.known().has(subject);
    }

    /// What one repository contributes, beside its own checks.
    private record Seen(Inspection inspection, List<CodeFindings> findings) {
    }

    @Override
    public AnalyzerResult analyze(AnalysisContext context) throws InterruptedException {
        Registered<WatchedRepository> all = registry.current();
        forgetOthers(all);
        Instant stopAt = stopAt(context);
        Map<WatchedRepository, Work<Seen>> works = new LinkedHashMap<>();
        AnalyzerResult.Builder result = AnalyzerResult.builder();
        for (WatchedRepository repository : all.definitions().values()) {
            if (!context.includes(repository.subject())) {
                continue;
            }
            if (isBusy(last.get(repository.id()))) {
                result.note(repository.id() + ": its last inspection has not ended");
                continue;
            }
            Work<Seen> work = inspectors.submit(() -> inspect(repository, stopAt));
            last.put(repository.id(), work);
            works.put(repository, work);
        }
        try {
            Instant giveUpAt = stopAt.plus(Duration.between(stopAt, context.deadline()).dividedBy(2));
            for (Map.Entry<WatchedRepository, Work<Seen>> work : works.entrySet()) {
                land(work.getKey(), work.getValue(), stopAt, giveUpAt, result);
            }
        } finally {
            works.values().forEach(Work::abandon);
        }
        all.unreadable().keySet().stream().sorted().forEach(
                id -> result.note(id + ": its stored definition cannot be used"));
        return result.build();
    }

    /// A tenth of the time, and at most ten seconds, is kept for what comes after reading.
    private static Instant stopAt(AnalysisContext context) {
        Duration tenth = Duration.between(context.startedAt(), context.deadline()).dividedBy(10);
        Duration most = Duration.ofSeconds(10);
        return context.deadline().minus(tenth.compareTo(most) < 0 ? tenth : most);
    }

    private static boolean isBusy(@Nullable Work<Seen> work) {
        return work != null && (work.running() || !work.isDone());
    }

    private void forgetOthers(Registered<WatchedRepository> all) {
        List<String> ids = new ArrayList<>(all.definitions().keySet());
        last.values().removeIf(work -> !isBusy(work));
        inspector.keepOnly(ids);
        ownChecks.keepOnly(ids);
        if (all.unreadable().isEmpty() && last.isEmpty()) {
            homes.keepOnly(all.definitions().values());
        }
    }

    private Seen inspect(WatchedRepository repository, Instant stopAt) throws InterruptedException {
        Inspection inspection = inspector.inspect(repository, stopAt,
                (git, commit) -> startChecks(repository, git, commit));
        FindingSums findings = new FindingSums();
        inspection.state().forEach(findings::add);
        AnalysisRecord analysis = inspection.analysis();
        if (analysis != null) {
            analysis.scan().findings().forEach(findings::add);
            if (analysis.complete()) {
                ratchet.judge(repository, analysis.scan()).forEach(findings::add);
            }
        }
        return new Seen(inspection, findings.all());
    }

    private OwnChecks.Outcome ownChecks(WatchedRepository repository, Inspection inspection, Instant stopAt)
            throws InterruptedException {
        if (repository.checks().isEmpty()) {
            return new OwnChecks.Outcome(List.of(), null);
        }
        return inspection.head() == null || inspection.analysis() == null
                ? new OwnChecks.Outcome(List.of(), "its own checks were not run")
                : ownChecks.await(repository, inspection.head(), Duration.between(clock.instant(), stopAt));
    }

    private void startChecks(WatchedRepository repository, Repository git, RevCommit commit) {
        if (repository.checks().isEmpty()) {
            return;
        }
        try {
            ownChecks.start(repository, git, commit);
        } catch (IOException unwritable) {
            LOG.warn("The commit {} of repository {} cannot be checked out", commit.name(), repository.id(),
                    unwritable);
        }
    }

    private void land(WatchedRepository repository, Work<Seen> work, Instant stopAt, Instant giveUpAt,
            AnalyzerResult.Builder result) throws InterruptedException {
        try {
            long left = Duration.between(clock.instant(), giveUpAt).toMillis();
            Seen seen = work.get(Math.max(0, left), TimeUnit.MILLISECONDS);
            report(repository, seen, ownChecks(repository, seen.inspection(), stopAt), result);
        } catch (TimeoutException late) {
            result.note(repository.id() + ": it was not inspected in time");
        } catch (ExecutionException failed) {
            LOG.warn("Repository {} could not be inspected", repository.id(), failed.getCause());
            result.note(repository.id() + ": could not be inspected: " + failed.getCause());
        }
    }

    private static void report(WatchedRepository repository, Seen seen, OwnChecks.Outcome own,
            AnalyzerResult.Builder result) {
        Inspection inspection = seen.inspection();
        for (CodeFindings findings : seen.findings()) {
            result.issue(RepositoryIssues.issue(repository, inspection, findings));
        }
        if (!own.failing().isEmpty()) {
            result.issue(RepositoryIssues.failedChecks(repository, inspection, own.failing()));
        }
        result.measured(repository.subject(), measured(inspection));
        switch (inspection.coverage()) {
            case Coverage.AllBut(Set<String> codes) -> result.observedExcept(repository.subject(), codes);
            case Coverage.Only(Set<String> codes) -> result.observedOnly(repository.subject(), codes);
            case Coverage.Nothing() -> {
                // unknown
            }
        }
        if (own.unknown() != null) {
            if (!(inspection.coverage() instanceof Coverage.Nothing)) {
                result.observedExcept(repository.subject(), Set.of(IntegrityCodes.CHECK_FAILED));
            }
            result.note(repository.id() + ": " + own.unknown());
        }
        if (inspection.note() != null) {
            result.note(repository.id() + ": " + inspection.note());
        }
    }

    private static Map<String, @Nullable Object> measured(Inspection inspection) {
        Map<String, @Nullable Object> measured = new LinkedHashMap<>();
        measured.put("status", inspection.status().wire());
        measured.put("branch", inspection.branch());
        measured.put("head", inspection.head());
        measured.put("fetchedAt", inspection.fetchedAt());
        AnalysisRecord analysis = inspection.analysis();
        measured.put("files", analysis == null ? null : analysis.scan().files());
        return measured;
    }
}
