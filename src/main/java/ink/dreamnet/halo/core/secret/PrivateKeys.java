package ink.dreamnet.halo.core.secret;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// Private keys in PEM's armour (RFC 7468, RFC 4880). The armour must hold what it says: a DER sequence of its own length, OpenSSH's or
/// OpenPGP's format. An ellipsis is no key. One with a passphrase is of no
/// use without it.
final class PrivateKeys {

    static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";
    private static final int LONGEST_LABEL = 40;
    private static final int LONGEST_BODY = 64 * 1024;
    private static final Map<String, String> LABELS = Map.of("PRIVATE KEY", "a private key", "RSA PRIVATE KEY",
            "an RSA private key", "EC PRIVATE KEY", "an EC private key", "DSA PRIVATE KEY", "a DSA private key",
            "OPENSSH PRIVATE KEY", "an OpenSSH private key", "ENCRYPTED PRIVATE KEY", "an encrypted private key",
            "PGP PRIVATE KEY BLOCK", "a PGP private key");
    private static final byte[] OPENSSH = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

    private PrivateKeys() {
    }

    static SecretPattern pattern() {
        return new SecretPattern(BEGIN, PrivateKeys::match);
    }

    private static @Nullable Secret match(String text, int at) {
        int label = at + BEGIN.length();
        int labelEnd = text.indexOf(DASHES, label, Math.min(text.length(), label + LONGEST_LABEL));
        String kind = labelEnd < 0 ? null : LABELS.get(text.substring(label, labelEnd));
        if (kind == null) {
            return null;
        }
        int body = labelEnd + DASHES.length();
        int bodyEnd = text.indexOf(DASHES, body, Math.min(text.length(), body + LONGEST_BODY));
        if (bodyEnd < 0 || !text.startsWith("-----END ", bodyEnd)) {
            return null;
        }
        String armoured = text.substring(body, bodyEnd);
        byte[] key = Armour.decode(armoured);
        boolean encrypted = kind.contains("encrypted") || armoured.contains("ENCRYPTED");
        if (kind.contains("OpenSSH")) {
            if (key.length < 64 || !Arrays.equals(key, 0, OPENSSH.length, OPENSSH, 0, OPENSSH.length)) {
                return null;
            }
            encrypted = !new String(key, OPENSSH.length + 4, 4, StandardCharsets.US_ASCII).equals("none");
        } else if (kind.contains("PGP")
                ? key.length < 100 || key[0] >= 0
                : !(encrypted && key.length >= 48) && !isDerSequence(key)) {
            return null;
        }
        int end = text.indexOf(DASHES, bodyEnd + DASHES.length());
        // the armour's end is part of the secret, so that what is masked leaves nothing half
        int after = end < 0 ? bodyEnd : Math.min(end + DASHES.length(), bodyEnd + 2 * LONGEST_LABEL);
        return Secret.found(encrypted && !kind.contains("encrypted") ? kind + " with a passphrase" : kind, "", at,
                after,
                encrypted ? Severity.LOW : Severity.CRITICAL);
    }

    /// A key is one DER sequence from beginning to end (up to two bytes of an incomplete group may be missing).
    private static boolean isDerSequence(byte[] key) {
        if (key.length < 40 || key[0] != 0x30) {
            return false;
        }
        int first = key[1] & 0xff;
        int length = switch (first) {
            case 0x81 -> 3 + (key[2] & 0xff);
            case 0x82 -> 4 + ((key[2] & 0xff) << 8 | key[3] & 0xff);
            default -> first < 0x80 ? 2 + first : -1;
        };
        return Math.abs(length - key.length) <= 3;
    }
}
