package ink.dreamnet.halo.core.secret;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// JSON Web Tokens (RFC 7519) that are worth a finding where they are committed: most are of sessions long over, but the service key of
/// a Supabase project, and a token that is valid for long, give access until someone revokes them. What its claims say is read, and
/// no signature is checked.
final class WebTokens {

    private static final Pattern FORM = Pattern
            .compile("eyJ[\\w-]{10,2000}+\\.(eyJ[\\w-]{10,4000}+)\\.([\\w-]{20,700}+)(?![\\w.-])");
    private static final Pattern SERVICE = Pattern.compile("\"role\"\\s{0,3}:\\s{0,3}\"service_role\"");
    /// Supabase's command line gives this one to everybody who develops.
    private static final String FOR_DEVELOPMENT = "supabase-demo";
    private static final Pattern EXPIRES = Pattern.compile("\"exp\"\\s{0,3}:\\s{0,3}(\\d{9,12})");
    private static final Pattern ISSUED = Pattern.compile("\"iat\"\\s{0,3}:\\s{0,3}(\\d{9,12})");
    /// No session lasts so long.
    private static final Duration LONG = Duration.ofDays(90);

    private WebTokens() {
    }

    static SecretPattern pattern() {
        return new SecretPattern("eyJ", WebTokens::match);
    }

    private static @Nullable Secret match(String text, int at) {
        Matcher token = FORM.matcher(text).region(at, text.length());
        if (!SecretPattern.startsWord(text, at) || !token.lookingAt()
                || !Randomness.isRandom(token.group(2), 3.5)) {
            return null;
        }
        String claims = decode(token.group(1));
        if (claims.contains(FOR_DEVELOPMENT)) {
            return null;
        }
        if (SERVICE.matcher(claims).find()) {
            return Secret.found("a Supabase service_role key", "eyJ", at, token.end(), Severity.CRITICAL);
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
                : Secret.found("a JSON web token that is valid for %d days".formatted(valid.toDays()), "eyJ", at,
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
