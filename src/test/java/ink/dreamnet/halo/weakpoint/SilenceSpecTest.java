package ink.dreamnet.halo.weakpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import ink.dreamnet.halo.core.InvalidInputException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SilenceSpecTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    private static SilenceSpec lasting(@Nullable Instant startsAt, @Nullable Instant endsAt, String duration) {
        return new SilenceSpec(null, List.of("code=a.b"), null, startsAt, endsAt, duration, "planned", null);
    }

    @ParameterizedTest
    @CsvSource({"2h,PT2H", "90m,PT90M", "1h30m,PT90M", "7d,P7D", "PT45S,PT45S"})
    void defineWhenADurationIsGivenEndsAfterIt(String duration, Duration expected) {
        assertThat(lasting(null, null, duration).define("1", "ann", NOW).endsAt()).isEqualTo(NOW.plus(expected));
        Instant later = NOW.plusSeconds(600);
        assertThat(lasting(later, null, duration).define("1", "ann", NOW).endsAt()).isEqualTo(later.plus(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "0h", "-1h", "367d", "soon", "2h later", "999999999999999999999h"})
    void defineWhenADurationIsWrongNamesIt(String duration) {
        assertThatThrownBy(() -> lasting(null, null, duration).define("1", "ann", NOW))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("duration: '%s' is not a duration of more than 0 and"
                        + " at most 366 days, such as 30m, 2h, 1h30m or 7d", duration);
    }

    @Test
    void defineWhenAnEndIsGivenTooIsRefused() {
        assertThatThrownBy(() -> lasting(null, NOW.plusSeconds(60), "2h").define("1", "ann", NOW))
                .hasMessage("duration: cannot be given together with endsAt");
    }
}
