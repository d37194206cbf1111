package ink.dreamnet.halo.core.secret;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

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
    private static final byte[] OPENSSH_MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

    private PrivateKeys() {
    }

    static SecretPattern pattern() {
        return new SecretPattern(BEGIN, PrivateKeys::match);
    }

    /// What the armour says that it holds.
    private enum Label {
        PKCS8("PRIVATE KEY", "a private key"), ENCRYPTED_PKCS8("ENCRYPTED PRIVATE KEY",
                "an encrypted private key"), RSA("RSA PRIVATE KEY",
                        "an RSA private key"), EC("EC PRIVATE KEY", "an EC private key"), DSA("DSA PRIVATE KEY",
                                "a DSA private key"), OPENSSH("OPENSSH PRIVATE KEY",
                                        "an OpenSSH private key"), OPENPGP("PGP PRIVATE KEY BLOCK",
                                                "a PGP private key");

        private static final Map<String, Label> BY_TEXT = Arrays.stream(values())
                .collect(Collectors.toUnmodifiableMap(label -> label.text, Function.identity()));

        private final String text;
        private final String name;

        Label(String text, String name) {
            this.text = text;
            this.name = name;
        }

        boolean isLocked(String armoured, byte[] key) {
            return switch (this) {
                case ENCRYPTED_PKCS8 -> true;
                case OPENSSH -> !new String(key, OPENSSH_MAGIC.length + 4, 4, StandardCharsets.US_ASCII).equals("none");
                case PKCS8, RSA, EC, DSA, OPENPGP -> armoured.contains("ENCRYPTED");
            };
        }

        /// @return whether the armour holds what it says
        boolean fits(String armoured, byte[] key) {
            return switch (this) {
                case OPENSSH -> key.length >= 64
                        && Arrays.equals(key, 0, OPENSSH_MAGIC.length, OPENSSH_MAGIC, 0, OPENSSH_MAGIC.length);
                case OPENPGP -> key.length >= 100 && key[0] < 0;
                case PKCS8, ENCRYPTED_PKCS8, RSA, EC, DSA ->
                    isLocked(armoured, key) && key.length >= 48 || isDerSequence(key);
            };
        }
    }

    private static @Nullable Secret match(String text, int at) {
        int from = at + BEGIN.length();
        int labelEnd = text.indexOf(DASHES, from, Math.min(text.length(), from + LONGEST_LABEL));
        Label label = labelEnd < 0 ? null : Label.BY_TEXT.get(text.substring(from, labelEnd));
        if (label == null) {
            return null;
        }
        int body = labelEnd + DASHES.length();
        int bodyEnd = text.indexOf(DASHES, body, Math.min(text.length(), body + LONGEST_BODY));
        if (bodyEnd < 0 || !text.startsWith("-----END ", bodyEnd)) {
            return null;
        }
        String armoured = text.substring(body, bodyEnd);
        byte[] key = Armour.decode(armoured);
        if (!label.fits(armoured, key)) {
            return null;
        }
        int end = text.indexOf(DASHES, bodyEnd + DASHES.length());
        // the armour's end is part of the secret, so that what is masked leaves nothing half
        int after = end < 0 ? bodyEnd : Math.min(end + DASHES.length(), bodyEnd + 2 * LONGEST_LABEL);
        if (!label.isLocked(armoured, key)) {
            return Secret.found(Secret.Kind.PRIVATE_KEY, label.name, at, after, Severity.CRITICAL);
        }
        return Secret.found(Secret.Kind.LOCKED_PRIVATE_KEY,
                label == Label.ENCRYPTED_PKCS8 ? label.name : label.name + " with a passphrase", at, after,
                Severity.LOW);
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
