package ink.dreamnet.halo.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

/// Signs and verifies messages by the Standard Webhooks scheme, version 1: HMAC-SHA256 over `id.timestamp.body`
/// (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
///
/// A message that is replayed within the tolerance has a good signature; whoever takes it in tells it by its
/// [id][#ID], which is part of what is signed.
public final class StandardWebhook {

    /// The header with the id of the message; the same in each attempt to deliver it.
    public static final String ID = "webhook-id";
    /// The header with the time of the attempt, in seconds since 1970.
    public static final String TIMESTAMP = "webhook-timestamp";
    /// The header with the signatures.
    public static final String SIGNATURE = "webhook-signature";

    /// How far the time of a message may be from now.
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String SECRET = "whsec_";
    private static final String VERSION = "v1,";
    private static final int MAX_ID = 200;
    private static final int MAX_SIGNATURES = 20;

    private StandardWebhook() {
    }

    /// Reads a secret.
    ///
    /// @param secret `whsec_` and the base64 of 24 to 64 bytes
    /// @throws IllegalArgumentException where it is none; the message does not tell it
    public static byte[] key(String secret) {
        try {
            byte[] key = isSecret(secret)
                    ? Base64.getDecoder().decode(secret.substring(SECRET.length()))
                    : new byte[0];
            if (key.length >= 24 && key.length <= 64) {
                return key;
            }
        } catch (IllegalArgumentException notBase64) {
            // said below, without the secret
        }
        throw new IllegalArgumentException("a webhook secret is 'whsec_' and the base64 of 24 to 64 bytes");
    }

    /// @return whether a secret is meant for this scheme
    public static boolean isSecret(String secret) {
        return secret.startsWith(SECRET);
    }

    /// Signs a message.
    ///
    /// @param secrets what it is signed with, each a [#key]; several while they are rotated. Where there are none it is not signed
    /// @param id the message's id
    /// @param at when it is sent
    /// @return the headers that the message is sent with
    public static Map<String, String> headers(List<String> secrets, String id, Instant at, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        headers.put(ID, id);
        headers.put(TIMESTAMP, Long.toString(at.getEpochSecond()));
        if (!secrets.isEmpty()) {
            headers.put(SIGNATURE, sign(secrets, id, at.getEpochSecond(), body));
        }
        return headers;
    }

    /// @return the value of `webhook-signature`: `v1,<base64>` for each secret, separated by spaces
    public static String sign(List<String> secrets, String id, long timestamp, byte[] body) {
        byte[] head = head(id, Long.toString(timestamp));
        return secrets.stream().map(secret -> VERSION + Base64.getEncoder().encodeToString(
                hmacSha256(key(secret), head, body))).collect(Collectors.joining(" "));
    }

    private static byte[] head(String id, String timestamp) {
        return (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    }

    /// Verifies a request.
    ///
    /// @param keys any of which may have signed it
    /// @return the id of the message
    /// @throws BadSignatureException where a header is missing or malformed, the time is more than 5 minutes from now, or no
    ///         signature is good
    public static String verify(HttpServletRequest request, byte[] body, List<byte[]> keys, Instant now) {
        String id = request.getHeader(ID);
        String timestamp = request.getHeader(TIMESTAMP);
        String signatures = request.getHeader(SIGNATURE);
        if (id == null || id.isBlank() || id.length() > MAX_ID || timestamp == null || signatures == null) {
            throw new BadSignatureException("A signed message has the headers %s (1 to %d characters), %s and %s"
                    .formatted(ID, MAX_ID, TIMESTAMP, SIGNATURE));
        }
        Instant at = time(timestamp);
        if (Duration.between(at, now).abs().compareTo(TOLERANCE) > 0) {
            throw new BadSignatureException("The message is of %s, more than %d s from now (%s)".formatted(at,
                    TOLERANCE.toSeconds(), now));
        }
        byte[] head = head(id, timestamp);
        boolean good = false;
        for (byte[] given : given(signatures)) {
            for (byte[] key : keys) {
                // no early end, so that the time does not tell which one fits
                good |= MessageDigest.isEqual(hmacSha256(key, head, body), given);
            }
        }
        if (!good) {
            throw new BadSignatureException("None of the signatures in %s is that of a secret of this HALO".formatted(
                    SIGNATURE));
        }
        return id;
    }

    private static Instant time(String timestamp) {
        try {
            return Instant.ofEpochSecond(Long.parseLong(timestamp));
        } catch (NumberFormatException | java.time.DateTimeException malformed) {
            throw new BadSignatureException("%s is no number of seconds since 1970".formatted(TIMESTAMP));
        }
    }

    private static List<byte[]> given(String signatures) {
        List<byte[]> given = new ArrayList<>();
        for (String signature : signatures.split(" ", MAX_SIGNATURES + 1)) {
            byte[] bytes = signature.startsWith(VERSION) ? decoded(signature.substring(VERSION.length())) : null;
            if (bytes != null && given.size() < MAX_SIGNATURES) {
                given.add(bytes);
            }
        }
        return given;
    }

    private static byte @Nullable [] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /// @return HMAC-SHA256 over some parts, one after the other
    public static byte[] hmacSha256(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }
}
