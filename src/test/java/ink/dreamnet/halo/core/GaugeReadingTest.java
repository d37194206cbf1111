package ink.dreamnet.halo.core;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import ink.dreamnet.halo.support.TestClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GaugeReadingTest {

    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final TestClock clock = new TestClock();
    private final AtomicInteger reads = new AtomicInteger();
    private Supplier<Integer> source = reads::incrementAndGet;
    private final GaugeReading<Integer> reading = new GaugeReading<>(() -> source.get(), clock, PATIENCE);

    private double value() {
        return reading.value(Integer::doubleValue);
    }

    @Test
    void valueWhenAskedForByManyGaugesIsReadOnceInFiveSeconds() {
        assertThat(value()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(3));
        assertThat(reading.value(number -> number * 10)).isEqualTo(10);
        clock.advance(Duration.ofSeconds(3));
        assertThat(value()).isEqualTo(2);
    }

    @Test
    void valueWhenItCannotBeReadIsNaNAndNotAskedForByEachGauge() {
        source = () -> {
            reads.incrementAndGet();
            throw new IllegalStateException("the database is away");
        };
        assertThat(value()).isNaN();
        assertThat(value()).isNaN();
        assertThat(reads).hasValue(1);
        clock.advance(Duration.ofSeconds(6));
        source = () -> 7;
        assertThat(value()).isEqualTo(7);
    }

    @Test
    void valueWhenReadingTakesLongIsThatBeforeIt() throws InterruptedException {
        value();
        clock.advance(Duration.ofSeconds(6));
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        source = () -> {
            try {
                answered.await();
                return 2;
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            } finally {
                read.countDown();
            }
        };
        assertThat(value()).isEqualTo(1);
        // the next gauge does not wait again
        assertThat(value()).isEqualTo(1);
        answered.countDown();
        read.await();
        Awaitility.await().untilAsserted(() -> assertThat(value()).isEqualTo(2));
    }
}
