package ink.dreamnet.halo.signal;

import java.util.SortedMap;

import ink.dreamnet.halo.core.Sha256;

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
        return Sha256.hex(text);
    }
}
