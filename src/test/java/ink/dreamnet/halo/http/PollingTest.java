package ink.dreamnet.halo.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import ink.dreamnet.halo.support.TestClock;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PollingTest {

    private final TestClock clock = new TestClock();
    private final Polling polling = new Polling("test", clock);

    /// Answers at once, or when its latch is opened.
    private static final class Asked implements Polling.Question {

        private final String id;
        private final CountDownLatch answers;
        private final AtomicInteger times = new AtomicInteger();
        private volatile boolean interrupted;
        private volatile @Nullable Instant claimed;

        Asked(String id, CountDownLatch answers) {
            this.id = id;
            this.answers = answers;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public Duration interval() {
            return Duration.ofSeconds(15);
        }

        @Override
        public Optional<Instant> claimedAt() {
            return Optional.ofNullable(claimed);
        }

        @Override
        public void ask(Instant claim) throws InterruptedException {
            claimed = claim;
            times.incrementAndGet();
            try {
                answers.await();
            } catch (InterruptedException ended) {
                interrupted = true;
                throw ended;
            }
        }
    }

    @AfterEach
    void close() throws InterruptedException {
        polling.close();
    }

    @Test
    void roundWhenATargetHangsKeepsNoOtherWaitingAndDoesNotAskItTwice() {
        CountDownLatch hangs = new CountDownLatch(1);
        Asked hanging = new Asked("hanging", hangs);
        Asked quick = new Asked("quick", new CountDownLatch(0));
        for (int round = 1; round <= 5; round++) {
            int asked = round;
            Awaitility.await().until(() -> {
                polling.round(List.of(hanging, quick));
                return quick.times.get() == asked;
            });
            Awaitility.await().until(() -> hanging.times.get() == 1);
            clock.advance(Duration.ofSeconds(15));
        }
        hangs.countDown();
        polling.settle();
        polling.round(List.of(hanging, quick));
        polling.settle();
        assertThat(hanging.times).hasValue(2);
    }

    @Test
    void roundWhenItIsNotTimeDoesNotAsk() {
        Asked quick = new Asked("quick", new CountDownLatch(0));
        for (int i = 0; i < 3; i++) {
            polling.round(List.of(quick));
            polling.settle();
        }
        assertThat(quick.times).hasValue(1);
    }

    @Test
    void roundWhenATargetThrowsAsksItAgain() {
        AtomicInteger times = new AtomicInteger();
        Polling.Question broken = new Polling.Question() {
            @Override
            public String id() {
                return "broken";
            }

            @Override
            public Duration interval() {
                return Duration.ofSeconds(1);
            }

            @Override
            public Optional<Instant> claimedAt() {
                return Optional.empty();
            }

            @Override
            public void ask(Instant claim) {
                times.incrementAndGet();
                throw new IllegalStateException("the claim could not be stored");
            }
        };
        for (int i = 0; i < 2; i++) {
            polling.round(List.of(broken));
            polling.settle();
        }
        assertThat(times).hasValue(2);
    }

    @Test
    void closeWhenATargetHangsEndsIt() throws InterruptedException {
        Asked hanging = new Asked("hanging", new CountDownLatch(1));
        polling.round(List.of(hanging));
        Awaitility.await().until(() -> hanging.times.get() == 1);
        polling.close();
        assertThat(hanging.interrupted).isTrue();
        polling.round(List.of(new Asked("late", new CountDownLatch(0))));
        polling.settle();
    }
}
