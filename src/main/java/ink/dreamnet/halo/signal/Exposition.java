package ink.dreamnet.halo.signal;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/// Reads the text format of Prometheus (version 0.0.4) and OpenMetrics 1.0, as the Prometheus documentation ("Exposition
/// formats") and the OpenMetrics specification define them; also quoted UTF-8 names inside the braces. Every line is
/// checked, so that a page that is something else is not taken for one without samples, but only samples of wanted names are
/// kept.
final class Exposition {

    private static final int MAX_LABELS = 64;

    private Exposition() {
    }

    /// One sample.
    ///
    /// @param name its name
    /// @param labels its labels, by name
    /// @param value its value
    record Sample(String name, TreeMap<String, String> labels, double value) {
    }

    /// Thrown where a text is not in the format.
    static final class MalformedException extends IOException {
        MalformedException(String message) {
            super(message);
        }
    }

    /// @param body where to read; it is not closed
    /// @param openMetrics whether it is said to be OpenMetrics, which must end with `# EOF`
    /// @param wanted which names are kept
    /// @param most how many samples may be kept
    /// @throws MalformedException where it is not of the format, has no sample at all, the same series twice, or too many
    static List<Sample> read(InputStream body, boolean openMetrics, Predicate<String> wanted, int most)
            throws IOException {
        BoundedLines lines = new BoundedLines(body);
        List<Sample> samples = new ArrayList<>();
        Set<List<Object>> seen = new HashSet<>();
        boolean any = false;
        boolean ended = false;
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (ended) {
                throw new MalformedException("line %d comes after # EOF".formatted(lines.number()));
            }
            if (line.startsWith("#")) {
                ended = line.equals("# EOF");
                continue;
            }
            if (line.isBlank()) {
                continue;
            }
            any = true;
            Sample sample = new SampleLine(line, lines.number()).read();
            if (!wanted.test(sample.name())) {
                continue;
            }
            if (!seen.add(List.of(sample.name(), sample.labels()))) {
                throw new MalformedException("line %d has a series that was there before".formatted(lines.number()));
            }
            if (samples.size() >= most) {
                throw new MalformedException("it has more than %d series of the counter".formatted(most));
            }
            samples.add(sample);
        }
        if (openMetrics && !ended) {
            throw new MalformedException("it ends without # EOF");
        }
        if (!any && !ended) {
            throw new MalformedException("it has no samples");
        }
        return samples;
    }

    /// One line: `name{label="value",…} value [timestamp] [# exemplar]`.
    private static final class SampleLine {

        private final String line;
        private final int number;
        private int at;

        SampleLine(String line, int number) {
            this.line = line;
            this.number = number;
        }

        Sample read() throws MalformedException {
            spaces();
            String name = word();
            TreeMap<String, String> labels = new TreeMap<>();
            spaces();
            if (peek() == '{') {
                at++;
                String quoted = labels(labels);
                if (quoted != null) {
                    if (!name.isEmpty()) {
                        throw wrong("has two names");
                    }
                    name = quoted;
                }
            }
            if (name.isEmpty()) {
                throw wrong("has no name");
            }
            spaces();
            double value = number(token());
            spaces();
            if (at < line.length() && peek() != '#') {
                number(token());
                spaces();
            }
            if (at < line.length() && !(line.startsWith("# {", at))) {
                throw wrong("has something after its value");
            }
            return new Sample(name, labels, value);
        }

        private @Nullable String labels(TreeMap<String, String> labels) throws MalformedException {
            String name = null;
            spaces();
            while (peek() != '}') {
                boolean quoted = peek() == '"';
                String label = quoted ? quoted() : word();
                spaces();
                if (quoted && peek() != '=') {
                    if (name != null || !labels.isEmpty()) {
                        throw wrong("has a name in the wrong place");
                    }
                    name = label;
                } else {
                    if (label.isEmpty() || peek() != '=') {
                        throw wrong("has a label without a name or a value");
                    }
                    at++;
                    spaces();
                    if (labels.put(label, quoted()) != null) {
                        throw wrong("has a label twice");
                    }
                    if (labels.size() > MAX_LABELS) {
                        throw wrong("has more than %d labels".formatted(MAX_LABELS));
                    }
                }
                spaces();
                if (peek() == ',') {
                    at++;
                    spaces();
                } else if (peek() != '}') {
                    throw wrong("has labels that do not end");
                }
            }
            at++;
            return name;
        }

        private String word() {
            int start = at;
            while (at < line.length() && (isLetter(line.charAt(at))
                    || at > start && line.charAt(at) >= '0' && line.charAt(at) <= '9')) {
                at++;
            }
            return line.substring(start, at);
        }

        private static boolean isLetter(char c) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':';
        }

        private String quoted() throws MalformedException {
            if (peek() != '"') {
                throw wrong("has a label value without quotes");
            }
            at++;
            StringBuilder text = new StringBuilder();
            while (at < line.length()) {
                char c = line.charAt(at++);
                if (c == '"') {
                    return text.toString();
                }
                if (c == '\\' && at < line.length()) {
                    char escaped = line.charAt(at++);
                    switch (escaped) {
                        case 'n' -> text.append('\n');
                        case '"', '\\' -> text.append(escaped);
                        default -> text.append(c).append(escaped);
                    }
                } else {
                    text.append(c);
                }
            }
            throw wrong("has quotes that do not end");
        }

        private String token() {
            int start = at;
            while (at < line.length() && line.charAt(at) != ' ' && line.charAt(at) != '\t') {
                at++;
            }
            return line.substring(start, at);
        }

        private double number(String text) throws MalformedException {
            switch (text) {
                case "+Inf", "Inf", "+inf", "inf" -> {
                    return Double.POSITIVE_INFINITY;
                }
                case "-Inf", "-inf" -> {
                    return Double.NEGATIVE_INFINITY;
                }
                case "NaN", "nan" -> {
                    return Double.NaN;
                }
                default -> {
                    // below
                }
            }
            // Java would also read 1d, 0x1p3 and Infinity
            if (text.isEmpty() || text.length() > 64
                    || !text.chars().allMatch(c -> c >= '0' && c <= '9' || "+-.eE".indexOf(c) >= 0)) {
                throw wrong("has no number for a value");
            }
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException none) {
                throw wrong("has no number for a value");
            }
        }

        private char peek() {
            return at < line.length() ? line.charAt(at) : '\0';
        }

        private void spaces() {
            while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
                at++;
            }
        }

        private MalformedException wrong(String what) {
            return new MalformedException("line %d %s".formatted(number, what));
        }
    }
}
