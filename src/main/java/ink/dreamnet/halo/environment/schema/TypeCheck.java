package ink.dreamnet.halo.environment.schema;

import java.math.BigInteger;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Budget;
import ink.dreamnet.halo.environment.dotenv.SecretText;
import org.jspecify.annotations.Nullable;

/// Checks whether a value is of the type that the schema asks for. Says why not without quoting it.
public final class TypeCheck {

    private static final int MAX_INTEGER = 40;
    /// What is longer is neither an address nor a duration.
    private static final int MAX_TEXT = 500;

    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");
    private static final Pattern BOOLEAN = Pattern.compile("(?i)true|false|1|0|yes|no|on|off");
    private static final Pattern URL = Pattern
            .compile("(?i)[a-z][a-z0-9+.-]*://[^\\s/?#][^\\s]*|(?:file|sqlite):///?[^\\s]+");
    private static final Pattern EMAIL = Pattern.compile(
            "(?:[^<>]{1,100}<)?[^\\s@<>\"]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*>?");
    private static final Pattern DURATION = Pattern.compile(
            "(?i)\\+?\\d+(?:\\.\\d+)?\\s*(?:ns|us|\u00B5s|ms|s|sec|secs|second|seconds|m|min|mins|minute|minutes|h|hour|hours|d|day|days|w|week|weeks)?"
                    + "|(?:\\d+(?:h|ms|m|s)){1,5}|P(?=\\d|T\\d)(?:\\d+D)?(?:T(?:\\d+H)?(?:\\d+M)?(?:\\d+(?:\\.\\d+)?S)?)?");

    private TypeCheck() {
    }

    /// Thrown where a schema's pattern takes too long on a value.
    public static final class Undecided extends Exception {

        private Undecided(Throwable cause) {
            super("the pattern takes too many steps", cause);
        }
    }

    /// @param value not empty
    /// @return why the value is of another type, as the end of a sentence; null where it is right
    /// @throws Undecided where the rule's own pattern is too much work
    public static @Nullable String problem(VariableRule rule, SecretText value) throws Undecided {
        try {
            return switch (rule.type()) {
                case STRING -> null;
                case INTEGER -> integer(value, rule.min(), rule.max());
                case PORT -> integer(value, 1L, 65_535L) == null ? null : "is not a port, 1 to 65535";
                case BOOLEAN ->
                    whole(BOOLEAN, value, MAX_TEXT) ? null : "is not a boolean (true, false, 1, 0, yes, no, on, off)";
                case URL -> whole(URL, value, Integer.MAX_VALUE) ? null : "is not a URL (scheme://\u2026)";
                case EMAIL -> whole(EMAIL, value, MAX_TEXT) ? null : "is not an e-mail address";
                case DURATION ->
                    whole(DURATION, value, MAX_TEXT)
                            ? null
                            : "is not a duration (500ms, 30s, 5m, 24h, 30d, PT30S or a number)";
                case ENUM -> rule.values().stream().anyMatch(allowed -> allowed.contentEquals(value.view()))
                        ? null
                        : "is not one of " + String.join(", ", rule.values());
                case REGEX ->
                    rule.pattern() == null || rule.pattern().matches(value.view())
                            ? null
                            : "does not match the pattern";
            };
        } catch (Budget.ExhaustedException tooMuch) {
            throw new Undecided(tooMuch);
        }
    }

    private static boolean whole(Pattern pattern, SecretText value, int longest) {
        return value.length() <= longest && pattern.matcher(value.view()).matches();
    }

    private static @Nullable String integer(SecretText value, @Nullable Long min, @Nullable Long max) {
        if (!whole(INTEGER, value, MAX_INTEGER)) {
            return "is not an integer";
        }
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < value.length(); i++) {
            int digit = Character.digit(value.at(i), 10);
            number = digit < 0 ? number : number.multiply(BigInteger.TEN).add(BigInteger.valueOf(digit));
        }
        number = value.at(0) == '-' ? number.negate() : number;
        if (min != null && number.compareTo(BigInteger.valueOf(min)) < 0) {
            return "is less than %d".formatted(min);
        }
        return max != null && number.compareTo(BigInteger.valueOf(max)) > 0 ? "is more than %d".formatted(max) : null;
    }
}
