package ink.dreamnet.halo.code.quality;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.core.Severity;

/// The secrets of one file, each once however often it stands there: whoever revokes it revokes it once, but takes it out of every
/// line. One that was cut off is the one that it begins.
final class SightedSecrets {

    /// A shorter beginning is that of many.
    private static final int SHORTEST_CUT = 16;
    private static final int MOST_LINES = 10;

    private final Map<String, Sighted> byValue = new LinkedHashMap<>();

    /// One secret.
    ///
    /// @param line where it is worst, and first
    /// @param lines all lines where it stands
    private record Sighted(int line, Severity severity, boolean key, String what, TreeSet<Integer> lines) {

        Sighted and(Sighted other) {
            boolean worse = other.severity.compareTo(severity) > 0;
            boolean first = other.severity == severity && other.line < line;
            lines.addAll(other.lines);
            return worse || first
                    ? new Sighted(other.line, other.severity, other.key, other.what, lines)
                    : this;
        }

        Finding finding(String path) {
            List<Integer> others = lines.stream().filter(other -> other != line).toList();
            String also = others.stream().limit(MOST_LINES).map(String::valueOf).collect(Collectors.joining(", "));
            return new Finding(Finding.SECRET, severity, path, line, others.isEmpty()
                    ? what
                    : "%s; also in line%s %s%s".formatted(what, others.size() == 1 ? "" : "s", also,
                            others.size() > MOST_LINES ? " and %d more".formatted(others.size() - MOST_LINES) : ""));
        }
    }

    /// @param value the secret itself, which is only compared
    /// @param key whether it is the private half of a pair of keys
    /// @param what a clause about it
    void add(String value, int line, Severity severity, boolean key, String what) {
        byValue.merge(value, new Sighted(line, severity, key, what, new TreeSet<>(List.of(line))), Sighted::and);
    }

    /// Reports each once, the findings in the order in which they were seen first.
    void report(String path, Facts facts) {
        for (Sighted sighted : whole()) {
            Finding finding = sighted.finding(path);
            if (sighted.key) {
                facts.reference(new Reference(finding, Reference.Kind.PRIVATE_KEY, List.of()));
            } else {
                facts.finding(finding);
            }
        }
    }

    /// @return the secrets without those that are only the beginning of another
    private Collection<Sighted> whole() {
        NavigableMap<String, Sighted> sorted = new TreeMap<>(byValue);
        Map<String, Sighted> whole = new LinkedHashMap<>(byValue);
        // a beginning stands directly before the texts that begin with it
        String longer = null;
        for (String value : sorted.descendingKeySet()) {
            Sighted cut = whole.get(value);
            if (longer != null && cut != null && value.length() >= SHORTEST_CUT && longer.startsWith(value)) {
                whole.remove(value);
                whole.computeIfPresent(longer, (_, other) -> {
                    other.lines.addAll(cut.lines);
                    return other;
                });
            } else {
                longer = value;
            }
        }
        return whole.values();
    }
}
