package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The packages of a `Cargo.lock`, `poetry.lock` or `uv.lock`, read line by line as their tools write them, so that a large
/// lock costs little.
///
/// @param packages in the order of the file
record TomlLock(List<Entry> packages) {

    private static final Pattern NAME = Pattern.compile("(?m)^name = \"([^\"]+)\"");
    private static final Pattern VERSION = Pattern.compile("(?m)^version = \"([^\"]+)\"");

    /// @param version empty where there is none
    /// @param text from its `[[package]]` to the next
    /// @param line of its `[[package]]`
    record Entry(String name, String version, String text, int line) {
    }

    static TomlLock read(String text) {
        List<Entry> entries = new ArrayList<>();
        int line = 1;
        int counted = 0;
        for (int at = next(text, 0); at >= 0;) {
            int end = next(text, at + 1);
            String entry = text.substring(at, end < 0 ? text.length() : end);
            for (; counted < at; counted++) {
                line += text.charAt(counted) == '\n' ? 1 : 0;
            }
            Matcher name = NAME.matcher(entry);
            Matcher version = VERSION.matcher(entry);
            if (name.find()) {
                entries.add(new Entry(name.group(1), version.find() ? version.group(1) : "", entry, line));
            }
            at = end;
        }
        return new TomlLock(entries);
    }

    private static int next(String text, int from) {
        if (from == 0 && text.startsWith("[[package]]")) {
            return 0;
        }
        int found = text.indexOf("\n[[package]]", Math.max(0, from - 1));
        return found < 0 ? -1 : found + 1;
    }
}
