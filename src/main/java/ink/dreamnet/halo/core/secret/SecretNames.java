package ink.dreamnet.halo.core.secret;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Decides by its name whether a value is a secret: a member of JSON, a parameter of a URL, or what stands before `=` or `:`.
public final class SecretNames {

    /// In `adminPassword` as in `ADMINPASSWORD`.
    private static final List<String> PARTS = List.of("password", "passwd", "passphrase", "passcode", "secret",
            "token", "credential", "apikey", "accesskey", "privatekey", "secretkey", "signingkey", "encryptionkey",
            "accountkey", "masterkey", "authkey", "sessionkey", "sessionid", "cookie", "authorization", "signature",
            "mnemonic", "vaultkey");
    /// Only as a word of their own: `sid`, but not `inside`.
    private static final Set<String> WORDS = Set.of("pwd", "jwt", "dpop", "sid", "sig", "otp", "totp", "auth");
    /// What something *about* a secret ends with, as in `tokenType` and `password_policy`.
    private static final Set<String> ABOUT = Set.of("count", "limit", "policy", "type", "url", "uri", "endpoint",
            "length", "expiry", "expires", "expired", "at", "in", "ttl", "used", "usage", "total", "max", "min", "hint",
            "prefix", "fingerprint", "name", "names", "path", "file", "ref", "header", "method", "mode", "status",
            "required", "enabled", "rotation", "version", "algorithm", "provider");
    /// How many tokens a language model reads and writes is none.
    private static final Set<String> COUNTED = Set.of("tokens");
    private static final Set<String> IN_QUERIES = Set.of("key", "code", "session", "hmac", "access", "pass");
    private static final Set<String> HARMLESS_HEADERS = Set.of("accept", "accept-charset", "accept-encoding",
            "accept-language", "cache-control", "content-encoding", "content-language", "content-type", "from", "host",
            "if-modified-since", "if-none-match", "origin", "pragma", "range", "user-agent", "x-request-id");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])");
    private static final LetterSequences AS_PART = new LetterSequences(PARTS);
    private static final LetterSequences ANYWHERE = new LetterSequences(
            Stream.concat(PARTS.stream(), WORDS.stream()).toList());
    private static final int LONGEST = 200;
    private static final int SHORTEST = 3;

    private SecretNames() {
    }

    /// @return whether what has that name is a secret
    public static boolean matches(String name) {
        return matches(name, 0, name.length());
    }

    /// @return whether what has the name is a secret that stands in a text between two places
    public static boolean matches(String text, int from, int to) {
        // most names end here: this is asked for every text that is shown
        if (to - from < SHORTEST || to - from > LONGEST || !ANYWHERE.isIn(text, from, to)) {
            return false;
        }
        String name = text.substring(from, to);
        String[] words = BETWEEN_WORDS.split(name);
        String last = words[words.length - 1].toLowerCase(Locale.ROOT);
        if (ABOUT.contains(last)) {
            return false;
        }
        for (String word : words) {
            if (WORDS.contains(word.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return AS_PART.isIn(text, from, to);
    }

    /// @return whether a parameter of a URL's query is a secret, where more is than elsewhere (`code`, `key`)
    static boolean matchesParameter(String name) {
        return IN_QUERIES.contains(name.toLowerCase(Locale.ROOT)) || matches(name);
    }

    /// @return whether a value under a name is a secret: not where it is counted, empty, or a reference to where the secret is kept
    public static boolean isSecret(String name, String value) {
        return !value.isEmpty() && matches(name) && !value.startsWith("env:") && !value.startsWith("file:")
                && !(COUNTED.contains(lastWord(name)) && value.chars().allMatch(Character::isDigit));
    }

    /// @return whether a header's value is worth showing and never a secret; all others are taken for secrets
    public static boolean isHarmlessHeader(String name) {
        return HARMLESS_HEADERS.contains(name.toLowerCase(Locale.ROOT));
    }

    /// @param outer the name of what it stands in
    /// @return whether a member is a header whose value is taken for a secret
    public static boolean isSecretHeader(String outer, String name) {
        return outer.equalsIgnoreCase("headers") && !isHarmlessHeader(name);
    }

    private static String lastWord(String name) {
        String[] words = BETWEEN_WORDS.split(name);
        return words.length == 0 ? "" : words[words.length - 1].toLowerCase(Locale.ROOT);
    }
}
