package ink.dreamnet.halo.core;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Checks and reads the texts that callers give.
public final class Texts {

    /// Databases keep no others.
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("+10000-01-01T00:00:00Z");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cs}]+");

    private Texts() {
    }

    /// Refuses a text that no database could keep.
    ///
    /// @param field the name of the input field, for the error message
    /// @param text what was given, or null
    /// @param most how many characters are allowed
    /// @throws InvalidInputException where it is too long, or has a NUL character or half of a surrogate pair
    public static void check(String field, @Nullable String text, int most) {
        if (text == null) {
            return;
        }
        if (text.length() > most) {
            throw new InvalidInputException(field,
                    "has %d characters, at most %d are allowed".formatted(text.length(), most));
        }
        if (!storable(text)) {
            throw new InvalidInputException(field, "has a NUL character or half of a surrogate pair");
        }
    }

    /// @return the text without blanks around it; null where there is none or it is blank
    public static @Nullable String stripped(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /// @return the text without what exceeds a length, and without half of a character there
    public static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        boolean within = longest > 0 && Character.isHighSurrogate(text.charAt(longest - 1))
                && Character.isLowSurrogate(text.charAt(longest));
        return text.substring(0, within ? longest - 1 : longest);
    }

    /// @return the text, ending with `…` where it exceeds a length; at most that long; null for null
    public static @Nullable String abbreviate(@Nullable String text, int longest) {
        return text == null ? null : shortened(text, longest);
    }

    /// @return the text, ending with `…` where it exceeds a length; at most that long
    public static String shortened(String text, int longest) {
        return text.length() <= longest ? text : cut(text, longest - 1) + "…";
    }

    /// @return the text, with `…` instead of its middle where it exceeds a length; at most that long
    public static String elided(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int from = text.length() - longest / 3;
        int end = Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from;
        return cut(text, longest - longest / 3 - 1) + "…" + text.substring(end);
    }

    /// @return a pattern of SQL for lower-case texts that contain this one, whatever its case: `lower(column) like ? escape '!'`
    public static String containing(String text) {
        return "%" + text.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
    }

    /// Reads a moment that a caller gave.
    ///
    /// @param field the name of the input field, for the error message
    /// @param text an instant of ISO 8601 in UTC, or null
    /// @return null where the text is null or blank
    /// @throws InvalidInputException where it is no instant
    public static @Nullable Instant instant(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            Instant instant = Instant.parse(text.strip());
            if (storable(instant)) {
                return instant;
            }
        } catch (DateTimeParseException notATime) {
            // is refused below
        }
        throw new InvalidInputException(field, "'%s' is not %s".formatted(text, Expected.a(Instant.class)));
    }

    /// @return whether every database can keep a time: those of the years 1 to 9999
    public static boolean storable(Instant time) {
        return !time.isBefore(EARLIEST) && time.isBefore(LATEST);
    }

    /// @return the text with a blank for control characters and broken surrogates, which not every database can keep
    public static String printable(String text) {
        return CONTROL.matcher(text).replaceAll(" ");
    }

    /// @return whether a text has neither NUL characters nor halves of surrogate pairs
    public static boolean storable(String text) {
        return text.codePoints()
                .noneMatch(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
