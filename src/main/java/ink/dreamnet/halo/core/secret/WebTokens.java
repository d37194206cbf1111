package ink.dreamnet.halo.core.secret;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// JSON Web Tokens (RFC 7519) that are worth a finding where they are committed: most are of sessions long over, but the service key of
/// a Supabase project, and a token that is valid for long, give access until someone revokes them. What its claims say is read, and
/// no signature is checked.
final class WebTokens {

    private static final String BEGIN = "eyJ";
    private static final Pattern FORM = Pattern
            .compile("eyJ[\\w-]{10,2000}+\\.(eyJ[\\w-]{10,4000}+)\\.([\\w-]{20,700}+)(?![\\w.-])");
    /// RFC 7519 and 7516: two to five parts, the first of which is JSON, whose first two characters are these in base 64.
    private static final Pattern ANY = Pattern.compile("eyJ[\\w-]{10,}+\\.[\\w-]{4,}+(?:\\.[\\w-]++){0,3}+");
    private static final double LEAST = 3;
    private static final Pattern SERVICE = Pattern.compile("\"role\"\\s{0,3}:\\s{0,3}\"service_role\"");
    /// Supabase's command line gives this one to everybody who develops.
    private static final String FOR_DEVELOPMENT = "supabase-demo";
    private static final Pattern EXPIRES = Pattern.compile("\"exp\"\\s{0,3}:\\s{0,3}(\\d{9,12})");
    private static final Pattern ISSUED = Pattern.compile("\"iat\"\\s{0,3}:\\s{0,3}(\\d{9,12})");
    /// No session lasts so long.
    private static final Duration LONG = Duration.ofDays(90);

    private WebTokens() {
    }

    /// Finds them in one pass: they may be of any length, so of those that could begin in one run of their characters only the first is
    /// tried, and no text is read more than a few times.
    ///
    /// @param shown whether to find every token, and not only those that are worth a finding
    /// @return the tokens of a text, in their order
    static List<Secret> in(String text, boolean shown) {
        List<Secret> found = new ArrayList<>();
        for (int at = text.indexOf(BEGIN); at >= 0;) {
            int from = at + 1;
            if (SecretPattern.startsWord(text, at)) {
                Secret token = lasting(text, at);
                token = token == null && shown ? any(text, at) : token;
                if (token != null) {
                    found.add(token);
                }
                from = token == null ? Alphabet.BASE_64_URL.end(text, at, text.length()) : token.end();
            }
            at = text.indexOf(BEGIN, from);
        }
        return found;
    }

    private static @Nullable Secret any(String text, int at) {
        Matcher token = ANY.matcher(text).region(at, text.length());
        return token.lookingAt() && Randomness.isRandom(text.substring(at + BEGIN.length(), token.end()), LEAST)
                ? Secret.token("a JSON web token", BEGIN, at, token.end(), Severity.CRITICAL)
                : null;
    }

    private static @Nullable Secret lasting(String text, int at) {
        Matcher token = FORM.matcher(text).region(at, text.length());
        if (!token.lookingAt() || !Randomness.isRandom(token.group(2), 3.5)) {
            return null;
        }
        String claims = decode(token.group(1));
        if (claims.contains(FOR_DEVELOPMENT)) {
            return null;
        }
        if (SERVICE.matcher(claims).find()) {
            return Secret.token("a Supabase service_role key", BEGIN, at, token.end(), Severity.CRITICAL);
        }
        Matcher expires = EXPIRES.matcher(claims);
        Matcher issued = ISSUED.matcher(claims);
        if (!expires.find() || !issued.find() || claims.contains("\"anon\"")) {
            return null;
        }
        Duration valid = Duration.between(Instant.ofEpochSecond(Long.parseLong(issued.group(1))),
                Instant.ofEpochSecond(Long.parseLong(expires.group(1))));
        return valid.compareTo(LONG) < 0
                ? null
                : Secret.token("a JSON web token that is valid for %d days".formatted(valid.toDays()), BEGIN, at,
                        token.end(), Severity.HIGH);
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException other) {
            return "";
        }
    }
}
