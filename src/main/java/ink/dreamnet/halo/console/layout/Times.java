package ink.dreamnet.halo.console.layout;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

/// Words times for people, as of one moment.
///
/// @param now the moment
public record Times(Instant now) {

    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'")
            .withZone(ZoneOffset.UTC);
    private static final Duration JUST_NOW = Duration.ofSeconds(2);
    private static final int MOST_OF_A_UNIT = 2;
    private static final int TELLS_A_TENTH = 10;

    /// @return `3 min ago`, `in 2 h`, `now`; empty for null
    public String relative(@Nullable Instant at) {
        if (at == null) {
            return "";
        }
        Duration ago = Duration.between(at, now);
        if (ago.abs().compareTo(JUST_NOW) < 0) {
            return "now";
        }
        return ago.isNegative() ? "in " + length(ago.negated()) : length(ago) + " ago";
    }

    /// @return `2026-11-30 02:36:28 UTC`; empty for null
    public String exact(@Nullable Instant at) {
        return at == null ? "" : EXACT.format(at);
    }

    /// @return a length in the largest unit of which there are at least two: `90 s`, `45 min`, `26 h`, `12 d`
    public String length(Duration length) {
        long seconds = length.toSeconds();
        if (seconds < Duration.ofMinutes(MOST_OF_A_UNIT).toSeconds()) {
            return seconds + " s";
        }
        if (seconds < Duration.ofHours(MOST_OF_A_UNIT).toSeconds()) {
            return length.toMinutes() + " min";
        }
        return seconds < Duration.ofDays(MOST_OF_A_UNIT).toSeconds() ? length.toHours() + " h" : length.toDays() + " d";
    }

    /// @param ms a length in milliseconds; null where it is not known
    /// @return `0.4 ms`, `850 ms`, `3.2 s`, and from two minutes on as [#length]; empty for null
    public String millis(@Nullable Number ms) {
        if (ms == null) {
            return "";
        }
        double value = ms.doubleValue();
        if (value < 1000) {
            return value < TELLS_A_TENTH && value != Math.rint(value)
                    ? "%.1f ms".formatted(value)
                    : Math.round(value) + " ms";
        }
        Duration length = Duration.ofMillis(Math.round(value));
        return length.compareTo(Duration.ofMinutes(MOST_OF_A_UNIT)) < 0
                ? "%.1f s".formatted(value / 1000)
                : length(length);
    }
}
