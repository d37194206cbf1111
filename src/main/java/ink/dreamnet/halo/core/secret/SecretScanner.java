package ink.dreamnet.halo.core.secret;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// Finds secrets in texts, and blanks them. One pass whatever the number of patterns: the last three characters, hashed, tell
/// whether a pattern's keyword may begin there.
public final class SecretScanner {

    /// What stands in the place of a secret begins with it, and then says what the secret was.
    public static final String MASKED = "[masked: ";

    private static final int BITS = 0x7fff;
    /// 2 to the power of it are the bits of a long.
    private static final int WORD = 6;
    private static final String OF_KEYS = "-----";
    private static final String END_OF_KEY = "PRIVATE KEY";
    private static final int LONGEST_END = 60;
    private static final SecretPattern[] NONE = {};
    /// What a token begins with, rather than what stands around a secret.
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z][\\w.-]*[_.-]");
    private static final SecretScanner COMMITTED = new SecretScanner(List.of(), false);
    private static final SecretScanner SHOWN = new SecretScanner(ShownPatterns.all(), true);

    private final SecretPattern[][] byHash = new SecretPattern[BITS + 1][];
    /// A bit for each hash that has patterns: small enough to stay in the processor's cache.
    private final long[] begins = new long[BITS + 1 >> WORD];

    private final boolean shown;

    private SecretScanner(List<SecretPattern> more, boolean shown) {
        this.shown = shown;
        Arrays.fill(byHash, NONE);
        List<SecretPattern> all = new ArrayList<>(TokenPatterns.all());
        all.addAll(CloudPatterns.all());
        all.addAll(VendorPatterns.all());
        all.addAll(PlatformPatterns.all());
        all.addAll(GoogleOAuthPatterns.all());
        all.addAll(WalletPatterns.all());
        all.add(UrlCredentials.pattern());
        all.addAll(more);
        all.add(PrivateKeys.pattern());
        for (SecretPattern pattern : all) {
            int hash = 0;
            for (int i = 0; i < 3; i++) {
                hash = next(hash, pattern.keyword().charAt(i));
            }
            List<SecretPattern> same = new ArrayList<>(List.of(byHash[hash]));
            same.add(pattern);
            byHash[hash] = same.toArray(SecretPattern[]::new);
            begins[hash >> WORD] |= 1L << hash;
        }
    }

    /// @return the scanner of files that are published: it finds what their authors must revoke. It is immutable.
    public static SecretScanner committed() {
        return COMMITTED;
    }

    /// @return the scanner of texts that are kept or shown: it also finds what gives access only for a while. It is immutable.
    public static SecretScanner shown() {
        return SHOWN;
    }

    /// @return what tokens begin with that are known by their beginning: `ghp_`, `sk-`, `hvs.`
    public Stream<String> prefixes() {
        return Arrays.stream(byHash).flatMap(Arrays::stream).map(SecretPattern::keyword)
                .filter(keyword -> PREFIX.matcher(keyword).matches()).distinct();
    }

    /// Blanks the secrets of a text that is about to leave the place where it was written, such as a command's output.
    ///
    /// @return the text with `[masked: a GitHub token]` in place of each secret; the same text where there is none. A private
    ///         key whose beginning is missing, or whose end, is blanked as well.
    public String mask(String text) {
        return maskFrom(text, 0);
    }

    /// Blanks the secrets of the end of a text, also one that begins before it.
    ///
    /// @param from where the end begins that is returned
    /// @return the end of the text without secrets, as of [#mask]
    public String maskFrom(String text, int from) {
        List<Secret> secrets = scan(text);
        secrets = text.contains(OF_KEYS) ? withHalves(secrets, text) : secrets;
        if (secrets.isEmpty()) {
            return text.substring(from);
        }
        StringBuilder masked = new StringBuilder();
        int copied = from;
        for (Secret secret : secrets) {
            if (secret.end() > copied) {
                masked.append(text, copied, Math.max(copied, secret.start())).append(MASKED).append(secret.name())
                        .append(']');
                copied = secret.end();
            }
        }
        return masked.append(text, copied, text.length()).toString();
    }

    /// Adds the end of a private key at the beginning of a text, and the beginning of one at its end.
    private static List<Secret> withHalves(List<Secret> whole, String text) {
        List<Secret> all = new ArrayList<>(whole);
        int begin = text.indexOf(PrivateKeys.BEGIN);
        int end = text.indexOf("-----END ");
        int closed = end < 0 ? -1 : text.indexOf(END_OF_KEY, end);
        if (closed >= 0 && closed - end < LONGEST_END && (begin < 0 || begin > end)) {
            all.removeIf(secret -> secret.start() < closed);
            all.addFirst(
                    Secret.found(Secret.Kind.PRIVATE_KEY, "the end of a private key", 0, closed + END_OF_KEY.length(),
                            Severity.CRITICAL));
        }
        int open = text.lastIndexOf(PrivateKeys.BEGIN);
        int named = open < 0 ? -1 : text.indexOf(END_OF_KEY, open);
        if (named >= 0 && named - open < LONGEST_END && text.indexOf("-----END ", open) < 0) {
            all.removeIf(secret -> secret.start() > open);
            all.add(Secret.found(Secret.Kind.PRIVATE_KEY, "the beginning of a private key", open, text.length(),
                    Severity.CRITICAL));
        }
        return all;
    }

    /// @return the secrets of a text, in their order, not overlapping
    public List<Secret> scan(String text) {
        List<Secret> secrets = new ArrayList<>();
        int hash = 0;
        int floor = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = next(hash, text.charAt(i));
            if ((begins[hash >> WORD] >>> hash & 1) != 0 && i >= floor + 2) {
                Secret secret = match(text, i - 2, byHash[hash]);
                if (secret != null && secret.start() >= floor) {
                    secrets.add(secret);
                    floor = secret.end();
                }
            }
        }
        secrets.addAll(WebTokens.in(text, shown));
        secrets.addAll(Mnemonics.in(text));
        return apart(secrets);
    }

    /// @return the secrets in their order; of one that begins in another, what is behind that
    private static List<Secret> apart(List<Secret> secrets) {
        secrets.sort(Comparator.comparingInt(Secret::start));
        List<Secret> apart = new ArrayList<>(secrets.size());
        int floor = 0;
        for (Secret secret : secrets) {
            if (secret.end() > floor) {
                apart.add(secret.start() < floor ? secret.startingAt(floor) : secret);
                floor = secret.end();
            }
        }
        return apart;
    }

    private static @Nullable Secret match(String text, int at, SecretPattern[] candidates) {
        for (SecretPattern pattern : candidates) {
            if (text.startsWith(pattern.keyword(), at)) {
                Secret secret = pattern.form().match(text, at);
                if (secret != null) {
                    return secret;
                }
            }
        }
        return null;
    }

    private static int next(int hash, char c) {
        return (hash << 5 ^ c) & BITS;
    }
}
