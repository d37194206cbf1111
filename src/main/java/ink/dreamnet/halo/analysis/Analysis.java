package ink.dreamnet.halo.analysis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

import ink.dreamnet.halo.analysis.WorkerPool.Work;
import ink.dreamnet.halo.core.CurrentCycle;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Runs analyzers, each alone: on a thread of its own, with a deadline of its own. They may compute for as long as they like: the
/// threads are the platform's, so that the API still answers.
@Component
public class Analysis {

    private static final Logger LOG = LoggerFactory.getLogger(Analysis.class);

    /// A run that has less time is not worth its start.
    private static final Duration LEAST_LEFT = Duration.ofSeconds(2);

    private final AnalyzerRegistry registry;
    private final Clock clock;
    private final int maxAbandonedRuns;
    private final WorkerPool threads;
    /// Runs that were ended at their deadline or with their cycle, by analyzer.
    private final Map<String, Queue<Work<AnalyzerResult>>> overdue = new ConcurrentHashMap<>();

    Analysis(AnalyzerRegistry registry, AnalysisProperties properties, WorkerPools pools, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        this.maxAbandonedRuns = properties.maxAbandonedRuns();
        int analyzers = Math.max(1, registry.names().size());
        this.threads = pools.open("halo-analyzer", analyzers, analyzers * maxAbandonedRuns);
    }

    /// Runs every analyzer of the mode whose turn it is at the same time and waits for all, each at most until its deadline.
    ///
    /// @param skippedCycles in how many cycles each analyzer was skipped since it last ran; without one that never ran
    /// @param notDue whom those analyzers leave out that plan their looks
    /// @return one run for each analyzer, in the registry's order; never throws because of an analyzer
    /// @throws InterruptedException where the caller is interrupted; the analyzers are interrupted too
    public List<AnalyzerRun> run(UUID cycleId, CycleMode mode, Scope scope, Map<String, Integer> skippedCycles,
            Set<SubjectRef> notDue) throws InterruptedException {
        Instant startedAt = clock.instant();
        // were turns counted in cycles that look at a part, some parts might never get one
        boolean partial = !(scope instanceof Scope.All);
        Map<AnalyzerSetup, Flight> flights = new LinkedHashMap<>();
        List<AnalyzerSetup> chosen = registry.of(mode);
        try {
            for (AnalyzerSetup setup : chosen) {
                if (partial || !setup.rests(skippedCycles.get(setup.name()))) {
                    Set<SubjectRef> leftOut = notDue.stream()
                            .filter(subject -> setup.planned().contains(subject.kind())).collect(Collectors.toSet());
                    flights.put(setup, start(setup, setup.deadline(), new AnalysisContext(cycleId, mode, scope,
                            startedAt, startedAt.plus(setup.deadline()), leftOut)));
                }
            }
            List<AnalyzerRun> runs = new ArrayList<>();
            for (AnalyzerSetup setup : chosen) {
                Flight flight = flights.get(setup);
                runs.add(flight == null ? skipped(setup, skippedCycles.getOrDefault(setup.name(), 0)) : land(flight));
            }
            return runs;
        } finally {
            flights.values().forEach(this::abandon);
        }
    }

    /// Runs those analyzers once more that left subjects out which are to be looked at in the same cycle after all. Each has
    /// what its first run left of its deadline; one that has less than [#LEAST_LEFT] does not run again.
    ///
    /// @param first the runs of the cycle
    /// @param subjects whom to look at
    /// @return the runs of the cycle, with what the second ones saw
    /// @throws InterruptedException where the caller is interrupted; the analyzers are interrupted too
    public List<AnalyzerRun> lookAgain(UUID cycleId, CycleMode mode, List<AnalyzerRun> first, Set<SubjectRef> subjects)
            throws InterruptedException {
        Map<String, AnalyzerSetup> setups = registry.of(mode).stream()
                .collect(Collectors.toMap(AnalyzerSetup::name, Function.identity()));
        Map<AnalyzerRun, Flight> flights = new LinkedHashMap<>();
        Map<AnalyzerRun, Set<SubjectRef>> looked = new HashMap<>();
        Instant startedAt = clock.instant();
        try {
            for (AnalyzerRun run : first) {
                AnalyzerSetup setup = setups.get(run.name());
                Set<SubjectRef> its = subjects.stream().filter(run.result().notDue()::contains)
                        .collect(Collectors.toSet());
                if (setup == null || its.isEmpty() || run.status() != AnalyzerStatus.COMPLETED) {
                    continue;
                }
                Duration left = setup.deadline().minus(run.duration());
                if (left.compareTo(LEAST_LEFT) >= 0) {
                    looked.put(run, its);
                    flights.put(run, start(setup, left, new AnalysisContext(cycleId, mode, new Scope.Named(its),
                            startedAt, startedAt.plus(left))));
                }
            }
            List<AnalyzerRun> runs = new ArrayList<>();
            for (AnalyzerRun run : first) {
                Flight flight = flights.get(run);
                runs.add(flight == null
                        ? run
                        : run.plus(land(flight), looked.getOrDefault(run, Set.of()).size()));
            }
            return runs;
        } finally {
            flights.values().forEach(this::abandon);
        }
    }

    private static AnalyzerRun skipped(AnalyzerSetup setup, int skippedCycles) {
        int left = setup.every() - skippedCycles - 1;
        return new AnalyzerRun(setup.name(), AnalyzerStatus.SKIPPED, Duration.ZERO, AnalyzerResult.builder().build(),
                "runs in every %d. cycle; next in %d".formatted(setup.every(), left));
    }

    private Flight start(AnalyzerSetup setup, Duration deadline, AnalysisContext context) {
        String name = setup.name();
        Queue<Work<AnalyzerResult>> stuck = overdue.computeIfAbsent(name, any -> new ConcurrentLinkedQueue<>());
        stuck.removeIf(work -> !work.running());
        RunTime time = new RunTime();
        Work<AnalyzerResult> work = stuck.size() >= maxAbandonedRuns
                ? null
                : threads.submit(() -> CurrentCycle.call(context.cycleId(), () -> named(name,
                        () -> time.measure(() -> requireResult(setup.analyzer().analyze(context))))));
        return new Flight(name, work, time, System.nanoTime(), deadline);
    }

    private static AnalyzerResult named(String analyzer, Callable<AnalyzerResult> work) throws Exception {
        Thread thread = Thread.currentThread();
        String before = thread.getName();
        thread.setName("halo-analyzer-" + analyzer);
        try {
            return work.call();
        } finally {
            thread.setName(before);
        }
    }

    private static AnalyzerResult requireResult(@Nullable AnalyzerResult result) {
        if (result == null) {
            throw new IllegalStateException("returned null instead of a result");
        }
        return result;
    }

    private AnalyzerRun land(Flight flight) throws InterruptedException {
        Work<AnalyzerResult> work = flight.work();
        if (work == null) {
            return broken(flight, AnalyzerStatus.TIMED_OUT,
                    "not started: %d of its earlier runs have not ended since they were interrupted"
                            .formatted(maxAbandonedRuns));
        }
        try {
            long left = flight.deadline().toNanos() - (System.nanoTime() - flight.handedNanos());
            AnalyzerResult result = work.get(Math.max(0, left), TimeUnit.NANOSECONDS);
            return done(flight, result);
        } catch (TimeoutException late) {
            abandon(flight);
            LOG.warn("Analyzer {} did not end within {} ms", flight.name(), flight.deadline().toMillis());
            return broken(flight, AnalyzerStatus.TIMED_OUT,
                    "did not end within %d ms".formatted(flight.deadline().toMillis()));
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause();
            LOG.warn("Analyzer {} failed", flight.name(), cause);
            return broken(flight, AnalyzerStatus.FAILED, String.valueOf(cause));
        }
    }

    /// Ends a run that is under way; where it does not end, it counts among the analyzer's overdue ones.
    private void abandon(Flight flight) {
        Work<AnalyzerResult> work = flight.work();
        if (work != null && !work.isDone()) {
            work.abandon();
            overdue.computeIfAbsent(flight.name(), any -> new ConcurrentLinkedQueue<>()).add(work);
        }
    }

    private static AnalyzerRun done(Flight flight, AnalyzerResult result) {
        String inconclusive = result.inconclusive();
        return inconclusive == null
                ? new AnalyzerRun(flight.name(), AnalyzerStatus.COMPLETED, flight.elapsed(), result, result.note())
                : new AnalyzerRun(flight.name(), AnalyzerStatus.INCONCLUSIVE, flight.elapsed(), result, inconclusive);
    }

    private static AnalyzerRun broken(Flight flight, AnalyzerStatus status, String error) {
        return new AnalyzerRun(flight.name(), status, flight.elapsed(), AnalyzerResult.builder().build(), error);
    }

    /// One running analyzer. Its work is null where it was not started. Its deadline begins when it is handed to the pool.
    private record Flight(String name, @Nullable Work<AnalyzerResult> work, RunTime time, long handedNanos,
            Duration deadline) {

        Duration elapsed() {
            return time.elapsed();
        }
    }
}
