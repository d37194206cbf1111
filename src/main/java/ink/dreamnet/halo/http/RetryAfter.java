package ink.dreamnet.halo.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

/// Reads `Retry-After` (RFC 9110, section 10.2.3).
final class RetryAfter {

    private RetryAfter() {
    }

    /// @param value a number of seconds or an HTTP date
    /// @return how long to wait from now, zero for a date that is over; null where the value is neither
    static @Nullable Duration parse(String value, Instant now) {
        String text = value.strip();
        try {
            if (text.matches("\\d{1,9}")) {
                return Duration.ofSeconds(Long.parseLong(text));
            }
            Duration wait = Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException neither) {
            return null;
        }
    }
}
