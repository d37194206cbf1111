package ink.dreamnet.halo.core.secret;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Recognizes what stands in a secret's place: until somebody puts the secret there, because somebody else puts it there, or because
/// nobody thought of a better one.
public final class StandIns {

    private static final int MAX_LENGTH = 200;
    private static final int SHORT_NUMBER = 9;

    private static final Pattern ANY = Pattern.compile("(?is)\\A(?:"
            + "change[-_ ]?(?:me|this)\\b.*|(?:replace|fill|edit|set)[-_ ]?(?:me|this|in|with)(?![a-z0-9]).*|x{3,}|"
            + "(?:[a-z0-9]{1,12}[-_])*x{4,}|"
            + "(?:generate|create|get|obtain|choose|make)[-_ ](?:a|an|the|your|one|it|this|new)[-_ ].*|"
            + "your[-_ ].*[-_ ]here|(?:insert|put|enter|add)[-_ ].*[-_ ]here|"
            + "your[-_]\\S+|your (?:[a-z0-9]+[-_ ])*(?:key|token|secret|password|s?id|url|domain|name|value|host|user|username|email)|"
            + "<[^<>]+>|\\{\\{[^{}]+}}|\\{(?:replace|change|your|insert|enter)[^{}]*}|\\[(?:your|insert|put|enter|replace|removed?|redacted|hidden|masked|omitted|scrubbed)[^\\[\\]]*]|"
            + "\\*{0,3}(?:removed|redacted)\\*{0,3}|"
            // an address that needs only its last part
            + "[a-z][a-z0-9+.-]*://\\S*[/=](?:your[-_](?:[a-z0-9]+[-_])*(?:key|token|secret|id|here)|(?:api|project)[-_]?(?:key|id)"
            + "|<[^<>\\s]+>|\\{[^{}\\s]+}|\\[[^\\[\\]\\s]+]|x{6,})/?|"
            + "todo|todo[: ].*|fixme|fixme[: ].*|tbd|place[-_ ]?holder|dummy|\\.{3,}|\u2026|\\?{3,}|\\*{3,})");
    private static final Pattern KNOWN = Pattern.compile("(?i)\\A(?:(?:my|the|a|test|dev|local|default|super)?[-_]?"
            + "(?:pass|password|passwd|pwd|pw|secret|token|key|api[-_]?key|changeit|postgres|postgresql|pg|mysql|mariadb|mongo"
            + "|mongodb|redis|rabbitmq|rabbit|elastic|minio|minioadmin|root|admin|administrator|guest|test|testing|user|username"
            + "|example|sample|demo|default|docker|local|localhost|dev|development|letmein|qwerty|qwe|welcome|hunter2"
            + "|neo4j|abc|foo|bar|baz|sa|salt|empty|unused|(?:dead|cafe|babe|beef|feed|face|c0de)+)"
            + "(?:[-_]?(?:pass|password|passwd|pwd|pw|secret|key|user|admin|root|db))?[-_]?\\d{0,8}[!.]?)");
    private static final Pattern REFERENCE = Pattern
            .compile("\\A(?:.*\\$\\{[^{}]*}.*|\\$[A-Za-z_]\\w*|\\$\\([^()]*\\)|%[A-Za-z_]\\w*%"
                    + "|%s|\\{\\{?[A-Za-z_][\\w. ]*}}?|<[^<>]*>|\\[[^\\[\\]]*])", Pattern.DOTALL);

    /// What people write where a secret would be. In 40 random characters of base 62 one of these stands by chance once in
    /// some ten thousand times.
    private static final List<String> WORDS = List.of("example", "sample", "xxxx", "your", "dummy", "fake",
            "placeholder", "redact", "changeme", "change_me", "notreal", "not-real", "insert", "replace", "foobar",
            "deadbeef", "secret", "token", "qwerty", "lorem", "testtest", "apikey", "....", "****");
    private static final Pattern USABLE = Pattern.compile("(?i)\\d|secret|pass|key|token|random|string|salt|insecure");

    /// How many characters a made-up value has at least: shorter ones are passwords that somebody chose.
    private static final int SHORTEST_MADE_UP = 16;
    /// How many characters in a row count, at least: `1234`, `dcba`, `aaaa`.
    private static final int LEAST_IN_ORDER = 4;
    private static final int LONGEST_UNIT = 16;
    private static final int LEAST_UNITS = 3;

    private StandIns() {
    }

    /// One rule for all who judge secrets: `0x1234567890abcdef1234567890abcdef…`, `deadbeefdeadbeefdeadbeef`, zeros.
    ///
    /// @return whether the value counts, or repeats itself, instead of being random
    public static boolean isMadeUp(CharSequence value) {
        int from = value.length() > 1 && value.charAt(0) == '0' && (value.charAt(1) | 0x20) == 'x' ? 2 : 0;
        int length = value.length() - from;
        if (length < SHORTEST_MADE_UP || length > MAX_LENGTH) {
            return false;
        }
        return inOrder(value, from) * 4 >= length * 3 || repeats(value, from);
    }

    /// @return how many characters stand in runs that count up or down, or stay the same
    private static int inOrder(CharSequence value, int from) {
        int all = 0;
        int run = 1;
        int before = 0;
        for (int i = from + 1; i <= value.length(); i++) {
            int step = i == value.length() ? Integer.MAX_VALUE : step(value.charAt(i - 1), value.charAt(i));
            if (step != Integer.MAX_VALUE && (run == 1 || step == before)) {
                run++;
            } else {
                all += run >= LEAST_IN_ORDER ? run : 0;
                run = step == Integer.MAX_VALUE ? 1 : 2;
            }
            before = step;
        }
        return all;
    }

    /// @return -1, 0 or 1, also from `9` to `0` or `a` and from `f` to `0`; the largest number where two do not follow each other
    private static int step(char before, char after) {
        int step = after - before;
        if (step >= -1 && step <= 1) {
            return step;
        }
        char first = Character.toLowerCase(before);
        char second = Character.toLowerCase(after);
        if (first == '9' && (second == '0' || second == 'a') || first == 'f' && second == '0') {
            return 1;
        }
        return (second == '9' || second == 'f') && first == '0' || second == '9' && first == 'a'
                ? -1
                : Integer.MAX_VALUE;
    }

    private static boolean repeats(CharSequence value, int from) {
        int length = value.length() - from;
        for (int unit = 1; unit <= LONGEST_UNIT && unit * LEAST_UNITS <= length; unit++) {
            int i = from + unit;
            while (i < value.length() && value.charAt(i) == value.charAt(i - unit)) {
                i++;
            }
            if (i == value.length()) {
                return true;
            }
        }
        return false;
    }

    /// @return whether the value says itself that it only keeps the place
    public static boolean isPlaceholder(CharSequence value) {
        return value.length() > 0 && value.length() <= MAX_LENGTH && ANY.matcher(value).matches();
    }

    /// @return whether a secret is one that everybody tries first
    public static boolean isKnown(CharSequence value) {
        return value.length() > 0 && value.length() <= MAX_LENGTH && KNOWN.matcher(value).matches();
    }

    /// @return whether a password is so few digits that it is soon guessed
    public static boolean isShortNumber(CharSequence value) {
        return value.length() <= SHORT_NUMBER && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /// @return whether it is a placeholder, a reference, made up, or what everybody tries first
    public static boolean isStandIn(CharSequence value) {
        return isPlaceholder(value) || isReference(value) || isKnown(value) || isShortNumber(value) || isMadeUp(value);
    }

    /// Of what is committed, where a word is reason enough to accuse nobody; an environment's secret may well have one.
    ///
    /// @return whether it holds a word that people write in examples
    public static boolean hasWord(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(lower::contains);
    }

    /// @return whether what an example gives as a secret can serve as one, rather than being a word that switches something
    public static boolean isUsable(CharSequence value) {
        return USABLE.matcher(value).find();
    }

    /// @return whether another value is to be put there by whoever reads it
    public static boolean isReference(CharSequence value) {
        return value.length() <= MAX_LENGTH && REFERENCE.matcher(value).matches();
    }
}
