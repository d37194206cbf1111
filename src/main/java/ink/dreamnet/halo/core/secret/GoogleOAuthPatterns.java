package ink.dreamnet.halo.core.secret;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// What Google's OAuth gives out, as programs keep it in `token.json`, `.google-tokens.json` and `credentials.json`.
///
/// Google publishes no form of it; the beginnings are those that its documentation shows
/// (<https://developers.google.com/identity/protocols/oauth2>) and that TruffleHog, CredSweeper and Sonar know. A refresh token is
/// valid until somebody revokes it.
final class GoogleOAuthPatterns {

    private static final String REFRESH = "1//0";
    private static final String CLIENT = "GOCSPX-";
    private static final Pattern REFRESH_TOKEN = Pattern.compile("[\\w-]{60,400}+(?![\\w+/=-])");
    private static final Pattern CLIENT_SECRET = Pattern.compile("[\\w-]{28}(?![\\w-])");
    private static final double RANDOM_TOKEN = 4.3;
    private static final double RANDOM_SECRET = 3.8;

    private GoogleOAuthPatterns() {
    }

    static List<SecretPattern> all() {
        // it ends within an hour
        return List.of(SecretPattern.token("a Google access token", "ya29.", Severity.LOW, RANDOM_TOKEN,
                "(?:[a-z]\\.)?([\\w-]{60,2048}+)(?![\\w-])"),
                new SecretPattern(REFRESH, GoogleOAuthPatterns::refresh),
                new SecretPattern(CLIENT, GoogleOAuthPatterns::client));
    }

    /// Not in the middle of base 64, where a slash may stand before it.
    private static @Nullable Secret refresh(String text, int at) {
        Matcher token = REFRESH_TOKEN.matcher(text).region(at + REFRESH.length(), text.length());
        boolean begins = SecretPattern.startsWord(text, at) && (at == 0 || "+/".indexOf(text.charAt(at - 1)) < 0);
        return begins && token.lookingAt() && Randomness.isRandom(token.group(), RANDOM_TOKEN)
                ? Secret.token("a Google refresh token", REFRESH, at, token.end(), Severity.CRITICAL)
                : null;
    }

    /// That of a program which people install is in all its copies, and by Google's own words no secret.
    private static @Nullable Secret client(String text, int at) {
        Matcher secret = CLIENT_SECRET.matcher(text).region(at + CLIENT.length(), text.length());
        if (!SecretPattern.startsWord(text, at) || !secret.lookingAt()
                || !Randomness.isRandom(secret.group(), RANDOM_SECRET)) {
            return null;
        }
        boolean installed = Context.mentions(text, "\"installed\"", at, secret.end());
        return new Secret(installed ? Secret.Kind.PROGRAM_KEY : Secret.Kind.TOKEN, "a Google OAuth client secret",
                CLIENT, at, secret.end(), installed ? Severity.LOW : Severity.CRITICAL, false);
    }
}
