package ink.dreamnet.halo.core;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTest {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    @Test
    void afterWhenExactDoublesUpToTheLongest() {
        Backoff backoff = Backoff.exact(FIRST, LONGEST);
        assertThat(backoff.after(1)).isEqualTo(FIRST);
        assertThat(backoff.after(4)).isEqualTo(Duration.ofMillis(800));
        assertThat(backoff.after(5)).isEqualTo(LONGEST);
        assertThat(backoff.after(Integer.MAX_VALUE)).isEqualTo(LONGEST);
    }

    @Test
    void afterWhenJitteredIsBetweenHalfAndAll() {
        for (int i = 0; i < 200; i++) {
            assertThat(Backoff.jittered(FIRST, LONGEST).after(3)).isBetween(Duration.ofMillis(200),
                    Duration.ofMillis(400));
            assertThat(Backoff.jittered(Duration.ofMillis(1), LONGEST).after(1)).isEqualTo(Duration.ofMillis(1));
        }
    }

    @Test
    void afterWhenSomethingElseWasAskedForWaitsThatLongUpToTheLongest() {
        Backoff backoff = Backoff.exact(FIRST, LONGEST);
        assertThat(backoff.after(1, null)).isEqualTo(FIRST);
        assertThat(backoff.after(1, Duration.ofMillis(50))).isEqualTo(FIRST);
        assertThat(backoff.after(1, Duration.ofMillis(700))).isEqualTo(Duration.ofMillis(700));
        assertThat(backoff.after(1, Duration.ofHours(1))).isEqualTo(LONGEST);
    }
}
