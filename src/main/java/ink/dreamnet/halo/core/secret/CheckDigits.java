package ink.dreamnet.halo.core.secret;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// The check digits at the end of a token: a CRC-32 in base 62 (GitHub, npm) or base 36 (GitLab's routable tokens), padded
/// with zeros on the left. See GitHub's engineering blog of April 2021, "Behind GitHub's new authentication token formats".
public final class CheckDigits {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int BASE_62 = 62;
    private static final int BASE_36 = 36;

    private CheckDigits() {
    }

    /// @return whether the last six characters are the check digits of those before
    public static boolean holdInBase62(String text) {
        int cut = text.length() - 6;
        return text.substring(cut).equals(base62(crc(text.substring(0, cut))));
    }

    /// @return whether the last seven characters are the check digits of those before
    public static boolean holdInBase36(String text) {
        int cut = text.length() - 7;
        String digits = Long.toString(crc(text.substring(0, cut)), BASE_36);
        return text.substring(cut).equals("0".repeat(7 - digits.length()) + digits);
    }

    /// @return a number in six digits of base 62
    public static String base62(long number) {
        StringBuilder digits = new StringBuilder();
        for (long rest = number; digits.length() < 6; rest /= BASE_62) {
            digits.append(ALPHABET.charAt((int) (rest % BASE_62)));
        }
        return digits.reverse().toString();
    }

    /// @return the CRC-32 of a text of ASCII
    public static long crc(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return crc.getValue();
    }
}
