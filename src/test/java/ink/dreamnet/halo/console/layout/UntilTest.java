package ink.dreamnet.halo.console.layout;

import java.time.Instant;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class UntilTest {

    @ParameterizedTest
    @CsvSource({"HOUR,2026-11-28T23:30:00Z,2026-11-29T00:30:00Z", "SHIFT,2026-11-28T23:30:00Z,2026-11-29T07:30:00Z",
            "MONDAY,2026-11-28T23:30:00Z,2026-11-30T08:00:00Z", "MONDAY,2026-11-30T03:00:00Z,2026-12-07T08:00:00Z"})
    void fromEndsWhereTheButtonSays(Until until, Instant now, Instant end) {
        assertThat(until.from(now)).isEqualTo(end);
    }
}
