package ink.dreamnet.halo.task.channel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs by the Standard Webhooks scheme, version 1 (https://www.standardwebhooks.com): HMAC-SHA256 over
/// `id.timestamp.body`.
public final class WebhookSignature {

    private static final String PREFIX = "whsec_";

    private WebhookSignature() {
    }

    /// @param secrets at least one; the signatures of all are sent, so that a receiver may know any of them
    /// @param id the message's id
    /// @param timestamp seconds since the epoch
    /// @return the value of `webhook-signature`: `v1,<base64>` for each secret, separated by spaces
    public static String sign(List<String> secrets, String id, long timestamp, byte[] body) {
        return secrets.stream().map(secret -> "v1," + Base64.getEncoder().encodeToString(
                mac(key(secret), id + "." + timestamp + ".", body))).collect(Collectors.joining(" "));
    }

    /// @param secret `whsec_` and the base64 of 24 to 64 bytes
    /// @throws IllegalArgumentException where it is none; the message does not tell it
    public static byte[] key(String secret) {
        try {
            byte[] key = secret.startsWith(PREFIX)
                    ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
                    : new byte[0];
            if (key.length >= 24 && key.length <= 64) {
                return key;
            }
        } catch (IllegalArgumentException notBase64) {
            // said below, without the secret
        }
        throw new IllegalArgumentException("a webhook secret is 'whsec_' and the base64 of 24 to 64 bytes");
    }

    private static byte[] mac(byte[] key, String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }
}
