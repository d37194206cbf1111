package ink.dreamnet.halo.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks targets over the network, each at its own interval. A round starts what is due and waits for nothing, so a target that
/// hangs keeps only itself waiting; it is not asked again before it is done.
///
/// Rounds may come on any replica. So who asks a target notes its claim first; what it then learns holds only while no later
/// claim was made.
final class Polling implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Polling.class);
    private static final int AT_ONCE = 32;
    private static final Duration SLACK = Duration.ofMillis(250);
    private static final Duration LEAVE = Duration.ofSeconds(10);

    private final String what;
    private final Clock clock;
    private final Semaphore connections = new Semaphore(AT_ONCE, true);
    private final Map<String, CompletableFuture<Void>> inFlight = new ConcurrentHashMap<>();
    private final ExecutorService threads;

    /// @param what what is asked for, for the names of threads and the log
    Polling(String what, Clock clock) {
        this.what = what;
        this.clock = clock;
        this.threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("halo-" + what + "-", 0).factory());
    }

    /// Something that is asked again and again.
    interface Question {

        /// @return what tells it from the others
        String id();

        /// @return how often it is to be asked
        Duration interval();

        /// @return the last claim, by whichever replica; empty where it was never asked
        Optional<Instant> claimedAt();

        /// Asks it. On a thread of its own, of which there are few at once.
        ///
        /// @param claim the time of now, to be noted as [#claimedAt] before it is asked
        void ask(Instant claim) throws InterruptedException;
    }

    /// Starts to ask all targets whose time has come, and that are not being asked.
    void round(Collection<? extends Question> targets) {
        for (Question target : targets) {
            if (!inFlight.containsKey(target.id()) && due(target)) {
                start(target);
            }
        }
    }

    private boolean due(Question target) {
        return target.claimedAt().map(last -> !last.plus(target.interval()).minus(SLACK).isAfter(clock.instant()))
                .orElse(true);
    }

    private void start(Question target) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (inFlight.putIfAbsent(target.id(), done) != null) {
            return;
        }
        Runnable land = () -> {
            inFlight.remove(target.id());
            done.complete(null);
        };
        try {
            threads.execute(() -> {
                try {
                    ask(target);
                } finally {
                    land.run();
                }
            });
        } catch (RejectedExecutionException shutdown) {
            land.run();
        }
    }

    private void ask(Question target) {
        try {
            connections.acquire();
            try {
                target.ask(clock.instant().truncatedTo(ChronoUnit.MILLIS));
            } finally {
                connections.release();
            }
        } catch (InterruptedException shutdown) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            LOG.error("A {} failed", what, failed);
        }
    }

    /// Waits until nothing is being asked.
    void settle() {
        inFlight.values().forEach(CompletableFuture::join);
    }

    /// Ends what is being asked, and waits for it a little.
    @Override
    public void close() throws InterruptedException {
        threads.shutdownNow();
        if (!threads.awaitTermination(LEAVE.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("A {} did not end within {}", what, LEAVE);
        }
    }
}
