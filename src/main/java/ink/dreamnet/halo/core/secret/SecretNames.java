package ink.dreamnet.halo.core.secret;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Decides by its name whether a value is a secret. A name in a message, a member of JSON or a parameter of a URL, [#matches] where it
/// speaks of a secret at all: what is masked in vain costs little. A name in settings, [#ofVariable] where it *ends* with one, for
/// most settings about secrets are none (`TOKEN_VALIDITY`); there a `KEY`, a `SALT` and a `SEED` are secrets too, which in messages are
/// what a list is sorted by or a number.
public final class SecretNames {

    /// In `adminPassword` as in `ADMINPASSWORD`.
    private static final List<String> PARTS = List.of("password", "passwd", "passphrase", "passcode", "secret",
            "token", "credential", "apikey", "accesskey", "privatekey", "secretkey", "signingkey", "encryptionkey",
            "accountkey", "masterkey", "authkey", "sessionkey", "mnemonic", "vaultkey", "seedphrase");
    /// What messages carry and settings only describe.
    private static final List<String> PARTS_OF_MESSAGES = List.of("sessionid", "cookie", "authorization", "signature");
    /// Only as a word of their own: `sid`, but not `inside`.
    private static final Set<String> WORDS_OF_MESSAGES = Set.of("pwd", "jwt", "dpop", "sid", "sig", "otp", "totp",
            "auth");
    /// The last word of variables that hold secrets.
    private static final Set<String> WORDS_OF_VARIABLES = Set.of("key", "pass", "pwd", "pswd", "salt", "pepper", "seed",
            "cred", "creds");
    /// The last word of variables that hold a secret where their value is random.
    private static final Pattern WORD_OF_RANDOM_VARIABLES = Pattern
            .compile("pk|sk|[a-z]*keys?|private|priv|[a-z]*auth|authorization|bearer|login|dsn|url|uri|conn|connection"
                    + "|connstr|[a-z]*hook|jwt|cookie|session|signing|signer|deployer|wallet|encryption|crypto|cipher"
                    + "|hmac|vault|master|access|api|phrase|tokens|pass[a-z]*");
    /// Behind that word: which one of several, or how it is written; `base64` and `b64` without their number.
    private static final Set<String> KINDS = Set.of("base", "b", "hex", "pem", "json", "str", "string", "hash",
            "old", "new", "next", "prod", "production", "live", "dev", "staging", "test", "main", "default", "value",
            "primary", "secondary");
    private static final Pattern PUBLIC = Pattern.compile(
            "(?i)(?:(?:NEXT_PUBLIC|EXPO_PUBLIC|NUXT_PUBLIC|REACT_APP|VUE_APP|VITE|GATSBY)_.*|PUBLIC_(?!.*SECRET).*"
                    + "|(?:.*[_.-])?(?:public|publishable|anon|sort|partition|primary|foreign|cache|site|lock|header"
                    + "|object|idempotency|message|redis)[_.-]?(?:key|token)(?:[_.-](?:base64|b64|pem|json|v?\\d+))?"
                    + "|(?:.*[_.-])?public[_.-](?:access|api)[_.-](?:key|token))");
    /// That of a number too.
    private static final Pattern PASSWORD = Pattern.compile("(?i).*(?:password|passwd|passphrase|pwd|(?:^|[_.-])pass)");
    /// The words in names of what is random and no secret.
    private static final Set<String> RANDOM = Set.of("sha", "sha1", "sha256", "sha512", "digest", "checksum", "commit",
            "revision", "fingerprint", "thumbprint", "integrity", "tx", "txid", "block", "merkle", "topic", "contract",
            "address", "addr", "pubkey", "public", "publishable", "anon", "image", "cid", "object", "package", "tenant",
            "etag", "scope", "scopes", "description", "prompt", "title");
    /// The last words of such names.
    private static final Set<String> RANDOM_AT_THE_END = Set.of("id", "ids", "hash", "version", "tag", "release",
            "build", "ref", "root", "name", "email", "path", "file", "dir", "region", "bucket", "host", "domain");
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
    private static final Pattern NUMBERED = Pattern.compile("[_.-]?[vV]?(?<!\\d)\\d++$");
    private static final Pattern NO_LETTERS = Pattern.compile("[^A-Za-z]+");
    private static final LetterSequences AS_PART = sequences(PARTS, PARTS_OF_MESSAGES);
    private static final LetterSequences IN_MESSAGES = sequences(PARTS, PARTS_OF_MESSAGES, WORDS_OF_MESSAGES);
    private static final LetterSequences IN_VARIABLES = sequences(PARTS, WORDS_OF_VARIABLES);
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
        if (to - from < SHORTEST || to - from > LONGEST || !IN_MESSAGES.isIn(text, from, to)) {
            return false;
        }
        String name = text.substring(from, to);
        String[] words = BETWEEN_WORDS.split(name);
        String last = words[words.length - 1].toLowerCase(Locale.ROOT);
        if (ABOUT.contains(last)) {
            return false;
        }
        for (String word : words) {
            if (WORDS_OF_MESSAGES.contains(word.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return AS_PART.isIn(text, from, to);
    }

    /// @return whether what a variable of that name holds is a secret, unless its value is none
    public static boolean ofVariable(String name) {
        // most names end here
        if (!IN_VARIABLES.isIn(name, 0, name.length()) || isPublic(name)) {
            return false;
        }
        String meant = withoutKind(name);
        String last = lastWord(meant);
        String whole = NO_LETTERS.matcher(meant).replaceAll("").toLowerCase(Locale.ROOT);
        boolean many = last.endsWith("s") && !COUNTED.contains(last);
        String one = many ? whole.substring(0, whole.length() - 1) : whole;
        return WORDS_OF_VARIABLES.contains(last) || PARTS.stream().anyMatch(one::endsWith);
    }

    /// @return whether what a variable of that name holds is a secret where it is random
    public static boolean mayHoldSecret(String name) {
        return ofVariable(name) || WORD_OF_RANDOM_VARIABLES.matcher(lastWord(withoutKind(name))).matches();
    }

    /// @return whether the name says that the value is random and no secret: an address, a digest, an identifier
    static boolean isOfRandomNames(String name) {
        return RANDOM_AT_THE_END.contains(lastWord(name))
                || BETWEEN_WORDS.splitAsStream(name.toLowerCase(Locale.ROOT)).anyMatch(RANDOM::contains);
    }

    /// @return whether a variable's name says that everybody may see its value
    public static boolean isPublic(String name) {
        return PUBLIC.matcher(name).matches();
    }

    /// @return whether the name says that the value is a password, so that a number is one too
    public static boolean isPassword(String name) {
        return PASSWORD.matcher(name).matches();
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

    @SafeVarargs
    private static LetterSequences sequences(Collection<String>... lists) {
        return new LetterSequences(Stream.of(lists).flatMap(Collection::stream).toList());
    }

    /// @return the name without `_OLD`, `_BASE64`, `_2`, `2` at its end
    private static String withoutKind(String name) {
        String shorter = NUMBERED.matcher(name).replaceFirst("");
        String last = lastWord(shorter);
        return KINDS.contains(last) ? shorter.substring(0, shorter.length() - last.length()) : shorter;
    }

    private static String lastWord(String name) {
        String[] words = BETWEEN_WORDS.split(name);
        return words.length == 0 ? "" : words[words.length - 1].toLowerCase(Locale.ROOT);
    }
}
