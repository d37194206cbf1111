package ink.dreamnet.halo.core.secret;

import java.util.regex.Pattern;

/// Masks what is secret in the URLs of a text: user and password, parameters whose name or randomness says so, and random parts of
/// the path. Identifiers stay: UUIDs, hashes in hexadecimal, numbers, words.
public final class SecretUrls {

    /// What stands in the place of a secret.
    public static final String MASK = "********";

    private static final String AFTER_SCHEME = "://";
    private static final String ENDS = " \t\r\n\"'<>`|\\{}";
    /// From how many characters on a value that looks random is taken for a token: 24 of base 62 are 143 bits.
    private static final int LEAST_RANDOM = 24;
    private static final double LEAST_ENTROPY = 3.5;
    private static final Pattern RANDOM = Pattern.compile("(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9_~+/=.%-]+");
    private static final Pattern PIECE = Pattern.compile("[A-Z]?[a-z]+|[A-Z]+|[0-9]+");
    /// The mean length of the runs of one kind of characters: in random base 62 it is about 1.6, in words of any spelling 4 and more.
    private static final int LENGTH_OF_WORDS = 3;

    private SecretUrls() {
    }

    /// @return the text with the secrets of its URLs masked; the same text where there is none
    public static String mask(String text) {
        int at = text.indexOf(AFTER_SCHEME);
        if (at < 0) {
            return text;
        }
        StringBuilder masked = new StringBuilder();
        int copied = 0;
        while (at >= 0) {
            int start = at + AFTER_SCHEME.length();
            int end = start;
            while (end < text.length() && ENDS.indexOf(text.charAt(end)) < 0) {
                end++;
            }
            if (isScheme(text, at)) {
                masked.append(text, copied, start).append(rest(text.substring(start, end)));
                copied = end;
            }
            at = text.indexOf(AFTER_SCHEME, Math.max(end, start));
        }
        return masked.append(text, copied, text.length()).toString();
    }

    private static boolean isScheme(String text, int end) {
        return end > 0 && Alphabet.WORD.has(text.charAt(end - 1));
    }

    /// @param url what follows `https://`
    private static String rest(String url) {
        int fragment = url.indexOf('#');
        int query = url.indexOf('?');
        int queryEnd = fragment < 0 ? url.length() : fragment;
        int pathEnd = query < 0 || query > queryEnd ? queryEnd : query;
        int path = url.indexOf('/');
        int authorityEnd = path < 0 || path > pathEnd ? pathEnd : path;
        StringBuilder masked = new StringBuilder();
        int user = url.lastIndexOf('@', authorityEnd - 1);
        if (user >= 0) {
            masked.append(MASK).append('@');
        }
        masked.append(url, user + 1, authorityEnd);
        each(url.substring(authorityEnd, pathEnd), '/', part -> isRandom(part) ? MASK : part, masked);
        if (pathEnd < queryEnd) {
            masked.append('?');
            each(url.substring(pathEnd + 1, queryEnd), '&', SecretUrls::parameter, masked);
        }
        if (fragment >= 0) {
            masked.append('#');
            each(url.substring(fragment + 1), '&', SecretUrls::parameter, masked);
        }
        return masked.toString();
    }

    private interface Part {
        String masked(String part);
    }

    private static void each(String text, char separator, Part part, StringBuilder masked) {
        int from = 0;
        for (int to = text.indexOf(separator); to >= 0; to = text.indexOf(separator, from)) {
            masked.append(part.masked(text.substring(from, to))).append(separator);
            from = to + 1;
        }
        masked.append(part.masked(text.substring(from)));
    }

    private static String parameter(String parameter) {
        int equals = parameter.indexOf('=');
        if (equals < 0) {
            return isRandom(parameter) ? MASK : parameter;
        }
        String name = parameter.substring(0, equals);
        String value = parameter.substring(equals + 1);
        boolean secret = !value.isEmpty() && (SecretNames.matchesParameter(name) || isRandom(value));
        return secret ? name + "=" + MASK : parameter;
    }

    /// @return whether a text is likely to be a token: long, of mixed case with digits, and not put together from words and numbers
    static boolean isRandom(String text) {
        return text.length() >= LEAST_RANDOM && RANDOM.matcher(text).matches()
                && PIECE.matcher(text).results().count() * LENGTH_OF_WORDS > text.length()
                && Randomness.isRandom(text, LEAST_ENTROPY);
    }
}
