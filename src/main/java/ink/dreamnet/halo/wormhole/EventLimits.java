package ink.dreamnet.halo.wormhole;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Texts;
import org.jspecify.annotations.Nullable;

/// Checks the texts that name an event.
final class EventLimits {

    static final int MAX_SUBJECT = 500;
    static final int MAX_SOURCE_TYPE = 100;
    static final int MAX_SOURCE_ID = 200;
    static final int MAX_CONTENT_TYPE = 200;
    static final int MAX_SCHEMA = 500;
    /// How many subjects an event may name; further ones are ignored.
    static final int MAX_SUBJECTS = 100;

    private static final Instant END_OF_TIME = Instant.parse("+10000-01-01T00:00:00Z");

    private EventLimits() {
    }

    /// @throws InvalidInputException where a text is missing, blank, too long, or has control characters
    static String required(String field, @Nullable String text, int most) {
        if (text == null || text.isBlank()) {
            throw new InvalidInputException(field,
                    "is missing; it must be a text of 1 to %d characters".formatted(most));
        }
        return checked(field, text, most);
    }

    /// @throws InvalidInputException where a text is too long or has control characters
    static @Nullable String optional(String field, @Nullable String text, int most) {
        return text == null || text.isBlank() ? null : checked(field, text, most);
    }

    /// @throws InvalidInputException where a time is before 1970 or after 9999: not every database could keep it
    static Instant time(String field, Instant time) {
        if (time.isBefore(Instant.EPOCH) || !time.isBefore(END_OF_TIME)) {
            throw new InvalidInputException(field, "'%s' is not between 1970 and 9999".formatted(time));
        }
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    private static String checked(String field, String text, int most) {
        Texts.check(field, text, most);
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidInputException(field, "has control characters");
        }
        return text;
    }
}
