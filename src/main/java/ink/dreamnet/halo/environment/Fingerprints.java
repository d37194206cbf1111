package ink.dreamnet.halo.environment;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import ink.dreamnet.halo.environment.dotenv.SecretText;
import org.springframework.stereotype.Component;

/// Turns values into fingerprints: HMAC-SHA-256 (RFC 2104) with a key that is made at the start and kept in memory only, so
/// that nobody who learns a fingerprint can find its value by trying.
@Component
class Fingerprints {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    Fingerprints() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
        Arrays.fill(random, (byte) 0);
    }

    /// Makes a hasher. It is cheap to use and not for several threads at once.
    Hasher hasher() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return new Hasher(mac);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Makes fingerprints.
    static final class Hasher {

        private final Mac mac;

        private Hasher(Mac mac) {
            this.mac = mac;
        }

        Fingerprint of(SecretText value) {
            byte[] bytes = value.utf8();
            try {
                return new Fingerprint(mac.doFinal(bytes));
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }

        /// @param literal what a schema or a rule says, which is not secret
        Fingerprint of(String literal) {
            return new Fingerprint(mac.doFinal(literal.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
