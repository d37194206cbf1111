package ink.dreamnet.halo.console.layout;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TimesTest {

    private static final Instant NOW = Instant.parse("2026-11-30T02:36:28.500Z");

    private final Times times = new Times(NOW);

    @ParameterizedTest
    @CsvSource({"PT1S, now", "PT-1S, now", "PT90S, 90 s ago", "PT2M, 2 min ago", "PT119M, 119 min ago", "PT2H, 2 h ago",
            "PT47H, 47 h ago", "P2D, 2 d ago", "PT-3M, in 3 min"})
    void relativeWhenSomeTimeAgoSaysItInTheLargestUnitOfWhichThereAreTwo(Duration ago, String words) {
        assertThat(times.relative(NOW.minus(ago))).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"850, 850 ms", "3249.0, 3.2 s", "119999, 120.0 s", "120000, 2 min"})
    void millisWhenShortAreExact(double ms, String words) {
        assertThat(times.millis(ms)).isEqualTo(words);
    }

    @Test
    void nothingWhenThereIsNoTime() {
        assertThat(times.relative(null)).isEmpty();
        assertThat(times.exact(null)).isEmpty();
        assertThat(times.millis(null)).isEmpty();
        assertThat(times.exact(NOW)).isEqualTo("2026-11-30 02:36:28 UTC");
    }
}
