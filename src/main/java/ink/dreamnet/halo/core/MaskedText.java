package ink.dreamnet.halo.core;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Makes a text from outside fit to be kept: without what looks like a credential, without control characters, and short.
public final class MaskedText {

    /// The longest masked text, in characters.
    public static final int MAX_LENGTH = 500;
    private static final int MAX_READ = 4 * MAX_LENGTH;
    private static final Pattern NAMED = Pattern.compile(
            "(?i)((?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|credential)[a-z0-9_-]*"
                    + "[\"']?\\s*[=:]\\s*[\"']?)[^\\s\"',;&]+");
    private static final Pattern AUTHORIZATION = Pattern.compile("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{6,}");
    private static final Pattern USER_INFO = Pattern.compile("(://)[^/\\s@]+@");

    private MaskedText() {
    }

    /// @return the masked text of at most 500 characters; null where nothing is left
    public static @Nullable String of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String read = text.length() > MAX_READ ? text.substring(0, MAX_READ) : text;
        String plain = Texts.printable(read).strip();
        String masked = AUTHORIZATION.matcher(plain).replaceAll("$1 ***");
        masked = USER_INFO.matcher(NAMED.matcher(masked).replaceAll("$1***")).replaceAll("$1***@");
        if (masked.isEmpty()) {
            return null;
        }
        return masked.length() > MAX_LENGTH ? Texts.cut(masked, MAX_LENGTH - 1) + "…" : masked;
    }
}
