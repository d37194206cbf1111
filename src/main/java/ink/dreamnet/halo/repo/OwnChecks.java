package ink.dreamnet.halo.repo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import ink.dreamnet.halo.repo.git.Checkout;
import ink.dreamnet.halo.repo.git.Trees;
import ink.dreamnet.halo.repo.own.OwnCheck;
import ink.dreamnet.halo.repo.own.OwnCheckResult;
import ink.dreamnet.halo.repo.own.OwnCheckRunner;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/// Runs the operator's own checks of a commit, each in a checkout of its own, one repository after the other. What takes longer
/// than a cycle goes on beside it; its result is there for a later one.
final class OwnChecks implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(OwnChecks.class);

    private final OwnCheckRunner runner;
    private final RepositoryHomes homes;
    private final RepositoryProperties properties;
    private final Clock clock;
    private final Semaphore oneAtATime = new Semaphore(1, true);
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();

    OwnChecks(OwnCheckRunner runner, RepositoryHomes homes, RepositoryProperties properties, Clock clock) {
        this.homes = homes;
        this.runner = runner;
        this.properties = properties;
        this.clock = clock;
    }

    /// The checks of one commit.
    ///
    /// @param outcomes the results by the names of the checks
    private record Job(String commit, List<OwnCheck> checks, Instant startedAt,
            CompletableFuture<Map<String, OwnCheckResult>> outcomes, Thread thread) {
    }

    /// What is known of a repository's own checks.
    ///
    /// @param failing the evidence of each check that failed
    /// @param unknown why some of them say nothing yet; null where each has a result
    record Outcome(List<Map<String, Object>> failing, @Nullable String unknown) {
    }

    /// Starts the checks of a commit, unless their results are known or on their way.
    void start(WatchedRepository repository, Repository git, RevCommit commit) throws IOException {
        Job known = jobs.get(repository.id());
        if (known != null && known.commit().equals(commit.name()) && known.checks().equals(repository.checks())
                && Duration.between(known.startedAt(), clock.instant()).compareTo(properties.checkAgainAfter()) < 0) {
            return;
        }
        if (known != null) {
            known.thread().interrupt();
            join(known.thread());
        }
        Path directory = homes.of(repository).resolve("checkout");
        Trees.delete(directory);
        Map<String, Path> checkouts = new LinkedHashMap<>();
        for (OwnCheck check : repository.checks()) {
            Path checkout = directory.resolve(check.name());
            Checkout.write(git, commit.getTree(), checkout, properties.maxSize().toBytes());
            checkouts.put(check.name(), checkout);
        }
        CompletableFuture<Map<String, OwnCheckResult>> outcomes = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().name("own-checks-" + repository.id())
                .unstarted(() -> run(repository.checks(), directory, checkouts, outcomes));
        jobs.put(repository.id(), new Job(commit.name(), repository.checks(), clock.instant(), outcomes, thread));
        thread.start();
    }

    /// Waits for the results.
    ///
    /// @param commit the commit whose results are wanted
    /// @param atMost how long
    Outcome await(WatchedRepository repository, String commit, Duration atMost) throws InterruptedException {
        Job job = jobs.get(repository.id());
        if (job == null || !job.commit().equals(commit)) {
            return new Outcome(List.of(), "its own checks were not run");
        }
        try {
            return outcome(job, job.outcomes().get(Math.max(0, atMost.toMillis()), TimeUnit.MILLISECONDS));
        } catch (TimeoutException running) {
            return new Outcome(List.of(), "its own checks are still running");
        } catch (ExecutionException failed) {
            jobs.remove(repository.id(), job);
            return new Outcome(List.of(), "its own checks could not be run: " + failed.getMessage());
        }
    }

    /// Ends the checks of the repositories that are not watched any more.
    void keepOnly(List<String> repositories) {
        jobs.forEach((id, job) -> {
            if (!repositories.contains(id) && jobs.remove(id, job)) {
                job.thread().interrupt();
            }
        });
    }

    @Override
    public void destroy() {
        jobs.values().forEach(job -> job.thread().interrupt());
        jobs.values().forEach(job -> join(job.thread()));
    }

    private void run(List<OwnCheck> checks, Path directory, Map<String, Path> checkouts,
            CompletableFuture<Map<String, OwnCheckResult>> outcomes) {
        try {
            oneAtATime.acquire();
            try {
                Map<String, OwnCheckResult> results = new LinkedHashMap<>();
                for (OwnCheck check : checks) {
                    Path checkout = checkouts.get(check.name());
                    if (checkout != null) {
                        results.put(check.name(), runner.run(check, checkout));
                        Trees.delete(checkout);
                    }
                }
                outcomes.complete(results);
            } finally {
                oneAtATime.release();
            }
        } catch (InterruptedException | IOException | RuntimeException failed) {
            outcomes.completeExceptionally(failed);
        } finally {
            try {
                Trees.delete(directory);
            } catch (IOException undeletable) {
                LOG.warn("The checkout {} cannot be deleted", directory, undeletable);
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }

    private static Outcome outcome(Job job, Map<String, OwnCheckResult> results) {
        List<Map<String, Object>> failing = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (OwnCheck check : job.checks()) {
            switch (results.get(check.name())) {
                case null -> unknown.add(check.name() + " was not run");
                case OwnCheckResult.Passed passed -> LOG.debug("{} passed in {}", check.name(), passed.took());
                case OwnCheckResult.Failed failed -> failing.add(Map.of("name", check.name(), "command",
                        check.command(), "exitCode", failed.exitCode(), "output", failed.output().text(),
                        "omittedBytes", failed.output().omittedBytes(), "tookMs", failed.took().toMillis()));
                case OwnCheckResult.TimedOut late -> failing.add(Map.of("name", check.name(), "command",
                        check.command(), "timedOutAfterMs", late.after().toMillis(), "output", late.output().text(),
                        "omittedBytes", late.output().omittedBytes()));
                case OwnCheckResult.CouldNotStart absent -> unknown.add(check.name() + " could not be started: "
                        + absent.reason());
            }
        }
        return new Outcome(failing, unknown.isEmpty() ? null : String.join("; ", unknown));
    }
}
