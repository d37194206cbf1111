package ink.dreamnet.halo.core.secret;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Random;

/// Secrets that open nothing, put together when a test runs, so that no scanner of repositories finds them in this file.
public final class Planted {

    private static final String BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final Random RANDOM = new Random(7);

    private Planted() {
    }

    /// @return a token with check digits that hold
    public static String gitHub() {
        return checked("gh" + "p_");
    }

    public static String checked(String prefix) {
        String random = random(BASE_62, 30);
        return prefix + random + CheckDigits.base62(CheckDigits.crc(random));
    }

    public static String random(String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        do {
            text.setLength(0);
            for (int i = 0; i < length; i++) {
                text.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
            }
        } while (!Randomness.isRandom(text, alphabet.length() > 16 && length > 30 ? 4.3 : 2.5));
        return text.toString();
    }

    public static String base62(int length) {
        return random(BASE_62, length);
    }

    public static String base64Url(int length) {
        return random(BASE_62 + "_-", length);
    }

    /// @return the lines of a private key, without its armour
    public static String privateKeyBody() {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
            keys.initialize(1024);
            return Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(keys.generateKeyPair().getPrivate()
                    .getEncoded());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// @param label `PRIVATE KEY`
    public static String armour(String label, String body) {
        return "-".repeat(5) + "BEGIN " + label + "-".repeat(5) + "\n" + body + "\n" + "-".repeat(5) + "END " + label
                + "-".repeat(5) + "\n";
    }
}
