package ink.dreamnet.halo.signal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;

/// Short names for series and targets.
final class SeriesKey {

    private SeriesKey() {
    }

    /// @return 16 hexadecimal digits that stand for a name with its labels
    static String of(String name, SortedMap<String, String> labels) {
        StringBuilder text = new StringBuilder(name);
        labels.forEach((label, value) -> text.append('\0').append(label).append('\1').append(value));
        return hash(text.toString()).substring(0, 16);
    }

    /// @return 64 hexadecimal digits (SHA-256)
    static String hash(String text) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
