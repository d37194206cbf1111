package ink.dreamnet.halo.core.secret;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// User and password in an address (RFC 3986, section 3.2.1): `postgresql://app:…@db.shop.net/app`. Placeholders, defaults that everyone
/// knows and addresses of examples are none; what only reaches the same machine or a neighbour in a container is low.
final class UrlCredentials {

    private static final String AFTER_SCHEME = "://";
    private static final int LONGEST_SCHEME = 30;
    private static final Pattern AUTHORITY = Pattern
            .compile(
                    "([^\\s:/@\"'<>`{}$%\\\\|]{0,100}+):([^\\s/@\"'<>`\\\\|]{3,200}+)@(\\[[0-9a-fA-F:]{2,45}+]|[\\w.-]{1,200}+)");
    private static final Set<String> OF_THE_WEB = Set.of("http", "https", "ws", "wss", "ftp", "socks5");
    /// Beyond what stands in elsewhere: in a repository a pattern or a name in capitals is no password.
    private static final Pattern STANDS_IN = Pattern.compile(
            "[{}*()\\[\\]]|\\$[A-Za-z_]|%(?![0-9A-Fa-f]{2})|\\.\\.\\.|^[A-Z][A-Z0-9_]*$|^:|(?i)passw|^p(?:a55|w|ass)");
    private static final String PLACEHOLDER = "(?:my|your|some)?(?:host|hostname|server|domain|proxy|company|corp|org|site)";
    /// `org` and `site` are top-level domains, too.
    private static final Pattern OF_EXAMPLES = Pattern.compile(
            "(?i)(?:.{0,200}\\.)?(?:example(?:\\.\\w{2,10})?|invalid|test|" + PLACEHOLDER + "\\.\\w{2,10}"
                    + "|acme\\.\\w{2,5}|foo\\.\\w{2,5}|bar\\.\\w{2,5})|" + PLACEHOLDER);
    private static final Pattern NEAR = Pattern.compile(
            "(?i)[\\w-]{1,100}|127\\..*|0\\.0\\.0\\.0|\\[::1]|10\\..*|192\\.168\\..*|172\\.(?:1[6-9]|2\\d|3[01])\\..*|"
                    + ".{0,200}\\.(?:local|localhost|internal|lan|svc|docker)");
    private static final int SHORT = 12;

    private UrlCredentials() {
    }

    static SecretPattern pattern() {
        return new SecretPattern(AFTER_SCHEME, UrlCredentials::match);
    }

    private static @Nullable Secret match(String text, int at) {
        int start = at;
        while (start > 0 && at - start < LONGEST_SCHEME && isOfScheme(text.charAt(start - 1))) {
            start--;
        }
        Matcher authority = AUTHORITY.matcher(text).region(at + AFTER_SCHEME.length(), text.length());
        if (start == at || !authority.lookingAt()) {
            return null;
        }
        String scheme = text.substring(start, at).toLowerCase(Locale.ROOT);
        String user = authority.group(1);
        String password = authority.group(2);
        String host = authority.group(3);
        boolean web = OF_THE_WEB.contains(scheme);
        if (password.equalsIgnoreCase(user) || StandIns.isStandIn(password)
                || STANDS_IN.matcher(password).find() || StandIns.hasWord(password)
                || OF_EXAMPLES.matcher(host).matches() || web && !isMixed(password)) {
            return null;
        }
        Severity severity = NEAR.matcher(host).matches()
                ? Severity.LOW
                : web || password.length() < SHORT ? Severity.HIGH : Severity.CRITICAL;
        return Secret.found(Secret.Kind.URL_PASSWORD, "a password in an address (%s)".formatted(scheme),
                authority.start(2),
                authority.end(2), severity);
    }

    /// @return whether a password has letters and digits, and is no word
    private static boolean isMixed(String password) {
        return password.length() >= SHORT
                || password.length() > SHORT / 2 && password.chars().anyMatch(Character::isDigit)
                        && password.chars().anyMatch(Character::isLetter);
    }

    private static boolean isOfScheme(char c) {
        return Alphabet.DASHED.has(c) || c == '+' || c == '.';
    }
}
