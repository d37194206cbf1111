package ink.dreamnet.halo.slack;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

import ink.dreamnet.halo.http.BadSignatureException;
import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.http.StandardWebhook;
import ink.dreamnet.halo.security.SignedSender;
import org.springframework.stereotype.Component;

/// Checks the signature of what Slack sends: `X-Slack-Signature` is `v0=` and the hexadecimal HMAC-SHA256 of
/// `v0:{X-Slack-Request-Timestamp}:{body}`, and the timestamp is at most 5 minutes from now
/// (https://docs.slack.dev/authentication/verifying-requests-from-slack).
@Component
class SlackSender implements SignedSender {

    static final String TIMESTAMP = "X-Slack-Request-Timestamp";
    static final String SIGNATURE = "X-Slack-Signature";
    private static final String VERSION = "v0";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final SlackProperties properties;
    private final SecretReferences secrets;
    private final Clock clock;

    SlackSender(SlackProperties properties, SecretReferences secrets, Clock clock) {
        this.properties = properties;
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public boolean concerns(HttpServletRequest request) {
        return SignedSender.posts(request, SlackController.PATH);
    }

    @Override
    public String verify(HttpServletRequest request, byte[] body) {
        List<String> known = SignedSender.secrets(secrets, "Slack", "halo.slack.signing-secrets",
                properties.signingSecrets());
        String timestamp = request.getHeader(TIMESTAMP);
        String signature = request.getHeader(SIGNATURE);
        if (timestamp == null || signature == null) {
            throw new BadSignatureException(
                    "A request of Slack has the headers %s and %s".formatted(TIMESTAMP, SIGNATURE));
        }
        Duration age = Duration.between(time(timestamp), clock.instant());
        if (age.abs().compareTo(TOLERANCE) > 0) {
            throw new BadSignatureException("The request is %d s from now, more than %d s".formatted(age.toSeconds(),
                    TOLERANCE.toSeconds()));
        }
        if (!SignedSender.fitsOne(known, secret -> sign(secret, timestamp, body).getBytes(StandardCharsets.US_ASCII),
                signature.getBytes(StandardCharsets.UTF_8))) {
            throw new BadSignatureException(
                    "The signature in %s is not that of a signing secret of this HALO".formatted(SIGNATURE));
        }
        return "slack";
    }

    private static Instant time(String timestamp) {
        try {
            return Instant.ofEpochSecond(Long.parseLong(timestamp));
        } catch (NumberFormatException | DateTimeException malformed) {
            throw new BadSignatureException("%s is no number of seconds since 1970".formatted(TIMESTAMP));
        }
    }

    static String sign(String secret, String timestamp, byte[] body) {
        return VERSION + "=" + HexFormat.of().formatHex(StandardWebhook.hmacSha256(
                secret.getBytes(StandardCharsets.UTF_8),
                "%s:%s:".formatted(VERSION, timestamp).getBytes(StandardCharsets.UTF_8), body));
    }
}
