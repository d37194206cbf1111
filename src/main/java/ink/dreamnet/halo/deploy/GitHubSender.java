package ink.dreamnet.halo.deploy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

import ink.dreamnet.halo.http.BadSignatureException;
import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.http.StandardWebhook;
import ink.dreamnet.halo.security.SignedSender;
import org.springframework.stereotype.Component;

/// Checks the signature of GitHub's webhooks: `X-Hub-Signature-256` is `sha256=` and the hexadecimal HMAC-SHA256 of the body
/// (https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries).
@Component
class GitHubSender implements SignedSender {

    static final String PATH = "/api/halo/events/github";
    private static final String HEADER = "X-Hub-Signature-256";
    private static final String SCHEME = "sha256=";

    private final HookProperties properties;
    private final SecretReferences secrets;

    GitHubSender(HookProperties properties, SecretReferences secrets) {
        this.properties = properties;
        this.secrets = secrets;
    }

    @Override
    public boolean concerns(HttpServletRequest request) {
        return SignedSender.posts(request, PATH);
    }

    @Override
    public String verify(HttpServletRequest request, byte[] body) {
        List<String> known = SignedSender.secrets(secrets, "GitHub", "halo.wormhole.github.secrets",
                properties.github().secrets());
        String given = request.getHeader(HEADER);
        if (given == null || !given.startsWith(SCHEME)) {
            throw new BadSignatureException("A webhook of GitHub has the header %s: %s…; set its secret at GitHub"
                    .formatted(HEADER, SCHEME));
        }
        byte[] signature = given.substring(SCHEME.length()).getBytes(StandardCharsets.US_ASCII);
        if (!SignedSender.fitsOne(known, secret -> sign(secret, body).getBytes(StandardCharsets.US_ASCII), signature)) {
            throw new BadSignatureException(
                    "The signature in %s is not that of a secret of this HALO".formatted(HEADER));
        }
        return "github";
    }

    /// @return the hexadecimal HMAC-SHA256 of a body
    static String sign(String secret, byte[] body) {
        return HexFormat.of()
                .formatHex(StandardWebhook.hmacSha256(secret.getBytes(StandardCharsets.UTF_8), body));
    }
}
