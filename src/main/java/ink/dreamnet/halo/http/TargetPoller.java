package ink.dreamnet.halo.http;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import ink.dreamnet.halo.core.Ranges;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/// Polls the configured targets of a room, on one replica at a time. That a target answered and what follows from it are one
/// transaction, so that nothing is counted twice or missed, whichever replica comes next. What a target did not answer is
/// unknown, and it keeps no other waiting.
///
/// @param <T> a target
/// @param <A> what it answers
public abstract class TargetPoller<T extends TargetPoller.Target, A> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TargetPoller.class);
    private static final Duration IDLE = Duration.ofHours(1);

    private final List<T> targets;
    private final PollStore store;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Polling polling;

    /// @param what what is asked for, for the names of threads and the log
    protected TargetPoller(String what, List<T> targets, PollStore store, TransactionTemplate transaction,
            Clock clock) {
        this.targets = targets;
        this.store = store;
        this.transaction = transaction;
        this.clock = clock;
        this.polling = new Polling(what, clock);
    }

    /// A configured target.
    public interface Target {

        /// @return what must be the same for one answer to be compared with the next
        String id();

        /// @return what it is called
        String name();

        /// @return how often it is to be asked
        Duration interval();

        /// @param property the name of the target's own properties
        /// @throws IllegalArgumentException where it is missing, of another scheme, or has a password
        static void checkUrl(String property, @Nullable URI url) {
            if (url == null || url.getHost() == null
                    || !("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))) {
                throw new IllegalArgumentException("%s.url must be an http or https URL".formatted(property));
            }
            if (url.getRawUserInfo() != null) {
                throw new IllegalArgumentException(
                        "%s.url must not have a password; send it by %s.headers".formatted(property, property));
            }
        }

        /// @param property the name of the target's own properties
        /// @param timeout how long one answer may take, 100 ms to 1 min and not longer than the interval
        /// @throws IllegalArgumentException where one is out of its range
        static void checkTimes(String property, Duration interval, Duration shortest, Duration longest,
                Duration timeout) {
            Ranges.check(property + ".interval", interval, shortest, longest);
            Ranges.check(property + ".timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(1));
            if (timeout.compareTo(interval) > 0) {
                throw new IllegalArgumentException("%s.timeout (%d ms) must not be longer than %s.interval (%d ms)"
                        .formatted(property, timeout.toMillis(), property, interval.toMillis()));
            }
        }
    }

    /// @return how often there must be a round
    public static Duration often(List<? extends Target> targets) {
        return targets.stream().map(Target::interval).min(Duration::compareTo).orElse(IDLE);
    }

    /// Asks a target once.
    ///
    /// @throws CallFailedException where it does not answer as it should
    protected abstract A ask(T target) throws CallFailedException, InterruptedException;

    /// Takes in what a target answered, in a transaction in which no other replica does.
    protected abstract void take(T target, A answer, Instant now);

    /// Counts that a target was asked.
    ///
    /// @param outcome `good` or `failed`
    protected abstract void count(T target, String outcome);

    /// Begins to ask all targets whose time has come.
    public void round() {
        store.keepOnly(targets.stream().map(Target::id).toList());
        polling.round(targets.stream().map(Asked::new).toList());
    }

    /// Waits until no target is being asked.
    public void settle() {
        polling.settle();
    }

    @Override
    public void close() throws InterruptedException {
        polling.close();
    }

    private final class Asked implements Polling.Question {

        private final T target;

        Asked(T target) {
            this.target = target;
        }

        @Override
        public String id() {
            return target.id();
        }

        @Override
        public Duration interval() {
            return target.interval();
        }

        @Override
        public Optional<Instant> claimedAt() {
            return store.find(target.id()).map(PollStore.Standing::triedAt);
        }

        @Override
        public void ask(Instant claim) throws InterruptedException {
            store.claim(target.id(), target.name(), claim);
            count(target, answered(claim) ? "good" : "failed");
        }

        private boolean answered(Instant claim) throws InterruptedException {
            try {
                A answer = TargetPoller.this.ask(target);
                Instant now = clock.instant();
                transaction.executeWithoutResult(tx -> {
                    // a later claim may have brought a newer answer
                    if (store.lock(target.id(), claim)) {
                        take(target, answer, now);
                    } else {
                        LOG.debug("An answer of '{}' came too late", target.name());
                    }
                });
                return true;
            } catch (CallFailedException failed) {
                store.failed(target.id(), claim, clock.instant(), failed.reason());
                LOG.debug("'{}' does not answer as it should", target.name(), failed);
            } catch (RuntimeException failed) {
                LOG.error("What '{}' answered could not be stored", target.name(), failed);
                store.failed(target.id(), claim, clock.instant(), "its answer could not be stored: " + failed);
            }
            return false;
        }
    }
}
