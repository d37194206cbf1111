package ink.dreamnet.halo.core.masking;

import java.util.List;

import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.secret.SecretNames;
import ink.dreamnet.halo.core.secret.SecretScanner;
import ink.dreamnet.halo.core.secret.SecretUrls;
import org.jspecify.annotations.Nullable;

/// Masks what is secret in texts that are kept or shown, everywhere in the same way: values whose name says so, credentials behind
/// `Bearer` and its like, what is secret in URLs, and keys and tokens of a known form. What identifies something stays: UUIDs,
/// hashes, numbers, words.
public final class MaskedText {

    /// What stands in the place of a secret.
    public static final String MASK = SecretUrls.MASK;
    /// The longest text of [#of], in characters.
    public static final int MAX_LENGTH = 500;

    private static final int MAX_READ = 4 * MAX_LENGTH;
    private static final List<String> SCHEMES = List.of("Bearer", "Basic", "DPoP");
    private static final String LAST_OF_SCHEMES = "rRcCpP";
    private static final String DASHES = "-----";
    private static final String BEGIN_OF_ARMOUR = DASHES + "BEGIN ";
    private static final String END_OF_ARMOUR = DASHES + "END ";
    private static final String ENDS_VALUE = " \t\r\n\"'`,;&<>(){}[]|";
    private static final int SHORTEST = 5;
    private static final int SHORTEST_CREDENTIAL = 6;
    private static final int LONG_CREDENTIAL = 20;
    /// How much of a name or a value decides, in characters: more than any name of a secret has ([SecretNames]).
    private static final int LOOKED_AT = 256;

    private MaskedText() {
    }

    /// Makes a text from outside fit to be kept: masked, without control characters, and short.
    ///
    /// @return the masked text of at most 500 characters; null where nothing is left
    public static @Nullable String of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String read = text.length() > MAX_READ ? text.substring(0, MAX_READ) : text;
        String masked = in(Texts.printable(read).strip());
        if (masked.isEmpty()) {
            return null;
        }
        return masked.length() > MAX_LENGTH ? Texts.cut(masked, MAX_LENGTH - 1) + "…" : masked;
    }

    /// @return the text with all that is secret in it masked; the same text where nothing is
    public static String in(String text) {
        return text.length() < SHORTEST
                ? text
                : SecretScanner.shown().mask(credentials(named(SecretUrls.mask(text))));
    }

    /// @return as [#in], ending with `…` where it exceeds a length then; at most that long; null for null
    public static @Nullable String within(@Nullable String text, int longest) {
        return text == null ? null : Texts.shortened(in(text), longest);
    }

    /// @return whether a text has what an earlier answer showed instead of a secret
    public static boolean hasMask(@Nullable String text) {
        return text != null && (text.contains(MASK) || text.contains(SecretScanner.MASKED));
    }

    /// Masks what follows `=` or `:` behind a name that says that it is secret.
    private static String named(String text) {
        StringBuilder masked = null;
        int copied = 0;
        ValueEnds ends = new ValueEnds(text);
        int equals = text.indexOf('=', 1);
        int colon = text.indexOf(':', 1);
        while (equals >= 0 || colon >= 0) {
            int i = colon < 0 || equals >= 0 && equals < colon ? equals : colon;
            equals = i == equals ? text.indexOf('=', i + 1) : equals;
            colon = i == colon ? text.indexOf(':', i + 1) : colon;
            int nameEnd = nameEnd(text, i);
            int nameStart = nameStart(text, nameEnd);
            if (!SecretNames.matches(text, nameStart, nameEnd)) {
                continue;
            }
            int from = valueFrom(text, i);
            int end = from < copied ? from : ends.after(from);
            if (end <= from) {
                continue;
            }
            String value = text.substring(from, Math.min(end, from + LOOKED_AT));
            if (value.startsWith(MASK) || !SecretNames.isSecret(text.substring(nameStart, nameEnd), value)
                    || SCHEMES.contains(value) || !isAssigned(text, i, from, value)) {
                continue;
            }
            masked = masked == null ? new StringBuilder() : masked;
            masked.append(text, copied, from).append(MASK);
            copied = end;
        }
        return masked == null ? text : masked.append(text, copied, text.length()).toString();
    }

    /// A colon with a blank is also one of prose (`token: has expired`): there only what no word looks like is a value.
    private static boolean isAssigned(String text, int separator, int from, String value) {
        boolean quoted = from > 0 && isQuote(text.charAt(from - 1));
        return text.charAt(separator) == '=' || quoted || !isWord(value);
    }

    private static boolean isWord(String value) {
        int end = value.length();
        while (end > 0 && ".!?:…".indexOf(value.charAt(end - 1)) >= 0) {
            end--;
        }
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            if (!Character.isLowerCase(c) && c != '-' && !(i == 0 && Character.isLetter(c))) {
                return false;
            }
        }
        return true;
    }

    private static int nameEnd(String text, int separator) {
        int end = separator;
        while (end > 0 && (text.charAt(end - 1) == ' ' || isQuote(text.charAt(end - 1)) || text.charAt(end
                - 1) == '\\')) {
            end--;
        }
        return end;
    }

    private static int nameStart(String text, int end) {
        int start = end;
        while (start > 0 && end - start < LOOKED_AT && isOfName(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static boolean isOfName(char c) {
        return c == '_' || c == '-' || c == '.' || c < 128 && Character.isLetterOrDigit(c);
    }

    private static int valueFrom(String text, int separator) {
        int from = separator + 1;
        while (from < text.length() && text.charAt(from) == ' ') {
            from++;
        }
        while (from < text.length() && (isQuote(text.charAt(from)) || text.charAt(from) == '\\')) {
            from++;
        }
        return from;
    }

    /// Finds where values end. It is asked from the beginning of the text to its end, and reads nothing twice, so that texts
    /// made of separators take no longer than others.
    private static final class ValueEnds {

        private static final String QUOTES = "\"'`";

        private final String text;
        private final int[] closing = new int[QUOTES.length()];
        private int end;

        ValueEnds(String text) {
            this.text = text;
        }

        /// @param from where a value begins, behind its quote where it has one; never before that of the call before
        int after(int from) {
            char opened = from > 0 ? text.charAt(from - 1) : ' ';
            int closed = isQuote(opened) ? closing(opened, from) : text.length();
            if (closed < text.length()) {
                return closed > from && text.charAt(closed - 1) == '\\' ? closed - 1 : closed;
            }
            if (text.startsWith(BEGIN_OF_ARMOUR, from)) {
                // without its beginning nobody would know the rest for a key
                int last = text.indexOf(END_OF_ARMOUR, from);
                int dashes = last < 0 ? last : text.indexOf(DASHES, last + END_OF_ARMOUR.length());
                return dashes < 0 ? text.length() : dashes + DASHES.length();
            }
            end = Math.max(end, from);
            while (end < text.length() && ENDS_VALUE.indexOf(text.charAt(end)) < 0) {
                end++;
            }
            return end;
        }

        /// @return where the next quote of a kind is; the length of the text where there is none
        private int closing(char quote, int from) {
            int kind = QUOTES.indexOf(quote);
            if (closing[kind] < from) {
                int found = text.indexOf(quote, from);
                closing[kind] = found < 0 ? text.length() : found;
            }
            return closing[kind];
        }
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    /// Masks what follows the name of a scheme of authentication (RFC 9110, section 11).
    private static String credentials(String text) {
        StringBuilder masked = null;
        int copied = 0;
        for (int blank = text.indexOf(' '); blank >= 0; blank = text.indexOf(' ', blank + 1)) {
            if (!endsWithScheme(text, blank)) {
                continue;
            }
            int end = blank + 1;
            while (end < text.length() && ENDS_VALUE.indexOf(text.charAt(end)) < 0) {
                end++;
            }
            String value = text.substring(blank + 1, end);
            if (value.length() < SHORTEST_CREDENTIAL || value.startsWith(MASK)
                    || isWord(value) && value.length() < LONG_CREDENTIAL) {
                continue;
            }
            masked = masked == null ? new StringBuilder() : masked;
            masked.append(text, copied, blank + 1).append(MASK);
            copied = end;
        }
        return masked == null ? text : masked.append(text, copied, text.length()).toString();
    }

    private static boolean endsWithScheme(String text, int end) {
        if (end == 0 || LAST_OF_SCHEMES.indexOf(text.charAt(end - 1)) < 0) {
            return false;
        }
        for (String scheme : SCHEMES) {
            int start = end - scheme.length();
            if (start >= 0 && text.regionMatches(true, start, scheme, 0, scheme.length())
                    && (start == 0 || !Character.isLetterOrDigit(text.charAt(start - 1)))) {
                return true;
            }
        }
        return false;
    }
}
