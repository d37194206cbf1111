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
            + "<[^<>]+>|\\{\\{[^{}]+}}|\\{(?:replace|change|your|insert|enter)[^{}]*}|\\[(?:your|insert|put|enter)[^\\[\\]]*]|"
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

    private StandIns() {
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

    /// @return whether it is a placeholder, a reference, or what everybody tries first
    public static boolean isStandIn(CharSequence value) {
        return isPlaceholder(value) || isReference(value) || isKnown(value) || isShortNumber(value);
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
