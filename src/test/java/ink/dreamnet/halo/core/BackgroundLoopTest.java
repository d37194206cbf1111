package ink.dreamnet.halo.core;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class BackgroundLoopTest {

    private interface Step {
        boolean run(boolean woken) throws InterruptedException;
    }

    private @Nullable BackgroundLoop loop;

    private BackgroundLoop start(Step step) {
        BackgroundLoop started = new BackgroundLoop("test-loop", "Nothing can be tested") {
            @Override
            protected boolean step(boolean woken) throws InterruptedException {
                return step.run(woken);
            }
        };
        loop = started;
        started.start();
        return started;
    }

    @AfterEach
    void stop() {
        if (loop != null) {
            loop.interrupt();
            loop.stop();
        }
    }

    @Test
    void stepIsRepeatedAtOnceWhileThereIsMoreAndThenOnceASecond() throws Exception {
        BlockingQueue<Boolean> steps = new LinkedBlockingQueue<>();
        AtomicInteger left = new AtomicInteger(3);
        long begun = System.nanoTime();
        start(woken -> {
            steps.add(woken);
            return left.decrementAndGet() > 0;
        });
        for (int step = 0; step < 3; step++) {
            assertThat(steps.take()).isTrue();
        }
        assertThat(steps.take()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(990));
    }

    @Test
    void wakeUpWhileAStepRunsBeginsAnother() throws Exception {
        BlockingQueue<Boolean> steps = new LinkedBlockingQueue<>();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        BackgroundLoop running = start(woken -> {
            steps.add(woken);
            entered.countDown();
            goOn.await();
            return false;
        });
        entered.await();
        running.wakeUp();
        goOn.countDown();
        assertThat(steps.take()).isTrue();
        assertThat(steps.take()).isTrue();
    }

    @Test
    void stepThatThrowsAnErrorIsTriedAgain() throws Exception {
        CountDownLatch steps = new CountDownLatch(2);
        start(woken -> {
            steps.countDown();
            throw new StackOverflowError("too deep");
        });
        assertThat(steps.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void stopWaitsForTheStepAndInterruptEndsIt() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        BackgroundLoop running = start(woken -> {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException ended) {
                interrupted.countDown();
                throw ended;
            }
            return true;
        });
        entered.await();
        running.interrupt();
        running.stop();
        assertThat(interrupted.getCount()).isZero();
        assertThat(running.isRunning()).isFalse();
    }

    @Test
    void startAfterStopRunsAgain() throws Exception {
        BlockingQueue<Boolean> steps = new LinkedBlockingQueue<>();
        BackgroundLoop running = start(woken -> {
            steps.add(woken);
            return false;
        });
        steps.take();
        running.stop();
        steps.clear();
        running.start();
        assertThat(steps.take()).isTrue();
    }
}
