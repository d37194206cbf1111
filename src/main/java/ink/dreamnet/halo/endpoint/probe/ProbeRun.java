package ink.dreamnet.halo.endpoint.probe;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call of [ProbeRunner#probe]: a lane per host, whose few workers take turns from the lane's queue.
final class ProbeRun {

    /// Between the first starts of one host.
    private static final long START_SPACING_MS = 5;

    private static final Logger log = LoggerFactory.getLogger(ProbeRun.class);

    private final ProbeOptions options;
    private final Semaphore global;
    private final ScheduledExecutorService timer;
    private final BiFunction<Attempt, Integer, ProbeResult> probe;
    private final List<ProbeTarget> targets;
    private final long endsBy;
    private final CountDownLatch undecided;
    private final Queue<ProbeResult> decided = new ConcurrentLinkedQueue<>();
    private final Set<Attempt> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    ProbeRun(Collection<ProbeTarget> targets, Predicate<ProbeTarget> suspect, Duration left, ProbeOptions options,
            Semaphore global, ScheduledExecutorService timer, BiFunction<Attempt, Integer, ProbeResult> probe) {
        List<ProbeTarget> shuffled = new ArrayList<>(targets);
        Collections.shuffle(shuffled);
        this.targets = Stream.concat(shuffled.stream().filter(suspect), shuffled.stream().filter(suspect.negate()))
                .toList();
        this.endsBy = System.nanoTime() + Math.min(left.toNanos(), Duration.ofDays(1).toNanos());
        this.undecided = new CountDownLatch(targets.size());
        this.options = options;
        this.global = global;
        this.timer = timer;
        this.probe = probe;
    }

    List<ProbeResult> run() {
        Map<String, Lane> lanes = new HashMap<>();
        for (ProbeTarget target : targets) {
            lanes.computeIfAbsent(target.host(), _ -> new Lane()).turns.add(new Turn(target, 1));
        }
        lanes.values().forEach(Lane::start);
        try {
            boolean _ = undecided.await(Math.max(0, endsBy - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        over = true;
        underWay.forEach(Attempt::abort);
        return List.copyOf(decided);
    }

    private boolean isOver() {
        return over || endsBy - System.nanoTime() <= 0;
    }

    /// @return the outcome, or null where the end of the run broke the attempt off
    private @Nullable ProbeResult take(Turn turn) {
        Attempt attempt = new Attempt(turn.target, endsBy);
        underWay.add(attempt);
        Future<?> end = timer.schedule(() -> Thread.startVirtualThread(attempt::abort), attempt.remainingNanos(),
                TimeUnit.NANOSECONDS);
        try {
            if (over) {
                return null;
            }
            ProbeResult result = probe.apply(attempt, turn.number);
            return isOver() || attempt.cutShort() ? null : result;
        } finally {
            end.cancel(false);
            underWay.remove(attempt);
        }
    }

    private void settle(Lane lane, Turn turn, ProbeResult result) {
        if (result.verdict() == Verdict.UP || result.verdict() == Verdict.NOT_ALLOWED
                || turn.number >= turn.target.attempts()) {
            decided.add(result);
            undecided.countDown();
        } else {
            timer.schedule(() -> lane.add(new Turn(turn.target, turn.number + 1), result.within(
                    options.confirmationDelay())), options.confirmationDelay().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /// @param number 1 for the first attempt
    private record Turn(ProbeTarget target, int number) {
    }

    /// The targets of one host that wait for their turn, and up to the bound per host of virtual threads that serve them.
    private final class Lane {

        private final ArrayDeque<Turn> turns = new ArrayDeque<>();
        private int workers;

        /// Starts the first workers one after the other.
        void start() {
            int first = Math.min(options.perHostBound(), turns.size());
            synchronized (turns) {
                workers = first;
            }
            for (int i = 0; i < first; i++) {
                if (i == 0) {
                    Thread.startVirtualThread(this::work);
                } else {
                    timer.schedule(() -> Thread.startVirtualThread(this::work), i * START_SPACING_MS,
                            TimeUnit.MILLISECONDS);
                }
            }
        }

        /// @param first whether it comes before what has not had its turn; what hangs must not, or all others would wait for it
        void add(Turn turn, boolean first) {
            synchronized (turns) {
                if (first) {
                    turns.addFirst(turn);
                } else {
                    turns.addLast(turn);
                }
                if (workers == options.perHostBound()) {
                    return;
                }
                workers++;
            }
            Thread.startVirtualThread(this::work);
        }

        private void work() {
            Turn turn = next();
            while (turn != null) {
                try {
                    if (global.tryAcquire(Math.max(0, endsBy - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                        ProbeResult result;
                        try {
                            result = take(turn);
                        } finally {
                            global.release();
                        }
                        if (result != null) {
                            settle(this, turn, result);
                        }
                    }
                } catch (InterruptedException | RejectedExecutionException _) {
                    // the runner was closed: what is not decided stays unknown
                    over = true;
                } catch (RuntimeException | Error e) {
                    log.error("Probing {} failed by itself; the target stays unknown", turn.target.id(), e);
                    undecided.countDown();
                }
                turn = next();
            }
        }

        private @Nullable Turn next() {
            synchronized (turns) {
                Turn turn = isOver() ? null : turns.poll();
                if (turn == null) {
                    workers--;
                }
                return turn;
            }
        }
    }
}
