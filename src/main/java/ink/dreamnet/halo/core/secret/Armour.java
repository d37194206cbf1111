package ink.dreamnet.halo.core.secret;

import java.util.Base64;

/// The text of PEM's armour (RFC 7468), also as a string literal with escaped or concatenated lines.
public final class Armour {

    private Armour() {
    }

    /// @param armoured what stands between the lines of dashes
    /// @return the bytes of its base64 lines; empty where they are none
    public static byte[] decode(String armoured) {
        StringBuilder base64 = new StringBuilder();
        for (String line : armoured.replace("\\n", "\n").replace("\\r", "\n").split("[\r\n]")) {
            if (!line.contains(": ")) {
                appendLongestRun(line, base64);
            }
        }
        try {
            return Base64.getDecoder().decode(base64.substring(0, base64.length() / 4 * 4));
        } catch (IllegalArgumentException placeholder) {
            return new byte[0];
        }
    }

    /// What is left without indentation, quotes, comment signs and the plus of a concatenation. A line of OpenPGP's checksum
    /// begins with an equals sign and is left out.
    private static void appendLongestRun(String line, StringBuilder base64) {
        int longest = 0;
        int longestEnd = 0;
        for (int at = 0; at < line.length(); at++) {
            int end = Alphabet.BASE_64.end(line, at, line.length());
            if (end - at > longest) {
                longest = end - at;
                longestEnd = end;
            }
            at = end;
        }
        if (longest < 2 || line.indexOf('=') >= 0 && line.indexOf('=') < longestEnd - longest) {
            return;
        }
        int end = longestEnd;
        while (end < line.length() && end < longestEnd + 2 && line.charAt(end) == '=') {
            end++;
        }
        if (longest >= 4 || end > longestEnd) {
            base64.append(line, longestEnd - longest, end);
        }
    }
}
