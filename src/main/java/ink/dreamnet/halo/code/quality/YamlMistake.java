package ink.dreamnet.halo.code.quality;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.format.SyntaxError;
import org.jspecify.annotations.Nullable;

/// What its author did wrong where YAML does not parse. A parser says what it expected where it could not go on, which is often a line after the
/// mistake, and about something else.
///
/// @param line where the mistake is, from 1
/// @param message one clause that quotes nothing of the file but keys
record YamlMistake(int line, String message) {

    /// The line that begins a block of text: `run: |`. The first group has what stands before the key, the second one the key.
    private static final Pattern BLOCK = Pattern
            .compile("([ -]*+)(?:([\\w.$/-]{1,60}):[ \\t]+)?(?:[!&]\\S+[ \\t]+)*([|>])[-+0-9]{0,2}[ \\t]*(?:#.*)?");
    private static final Pattern KEY_OR_ITEM = Pattern.compile("[-?](?: .*)?|---.*|\\.\\.\\.|%.*|.*:(?: .*)?");
    private static final Pattern FILLED = Pattern.compile("[ -]*+[^\\s:]{1,100}:[ \\t]+[^\\s#|>&!].*");
    private static final Pattern LEADING = Pattern.compile("[ ]*(?:- +)*");
    /// The last value of a line.
    private static final Pattern VALUE = Pattern.compile(".*?(?:: |- |[\\[,] *)([!&*%@`|>\"'])[^,\\[]*");
    private static final String TO_QUOTE = "a value that begins with %s has to be quoted";
    private static final String AFTER_QUOTE = "has text after a closing quote; the whole value has to be quoted";
    private static final String NEITHER = "is neither a key with a colon and a blank after it nor an item of a list";
    /// What is longer, a tool wrote.
    private static final int LONGEST_LINE = 1_000;
    private static final int MOST_LINES = 20_000;

    /// @return what is wrong, or what the parser says where that is not known
    static YamlMistake of(String text, SyntaxError error) {
        List<String> lines = text.lines().limit(MOST_LINES).map(String::stripTrailing).toList();
        boolean read = error.line() >= 1 && error.line() <= lines.size()
                && lines.subList(0, error.line()).stream().allMatch(line -> line.length() <= LONGEST_LINE);
        YamlMistake known = read ? new Reading(text, lines, error).mistake() : null;
        return known == null ? new YamlMistake(error.line(), SyntaxCheck.withoutQuotes(error.detail())) : known;
    }

    /// @param lines without blanks at their ends
    private record Reading(String text, List<String> lines, SyntaxError error) {

        @Nullable
        YamlMistake mistake() {
            String detail = error.detail();
            if (detail.contains("(TAB)")) {
                return here("is indented with a tab; YAML takes only blanks for that");
            }
            if (detail.startsWith("found character") && detail.contains("cannot start any token")) {
                return here(TO_QUOTE.formatted(text.charAt(Math.min(error.offset(), text.length() - 1))));
            }
            if (detail.startsWith("expected ',' or")) {
                return unclosed();
            }
            YamlMistake block = endedBlock();
            if (block != null) {
                return block;
            }
            if (detail.startsWith("could not find expected ':'")) {
                return neither();
            }
            if (detail.startsWith("mapping values are not allowed")) {
                return twoColons();
            }
            if (detail.startsWith("unexpected character found")) {
                Matcher value = VALUE.matcher(beforeError());
                return !value.matches()
                        ? null
                        : "\"'".contains(value.group(1)) ? here(AFTER_QUOTE) : here(TO_QUOTE.formatted(value.group(1)));
            }
            if (detail.startsWith("expected <block end>, but found '")) {
                return switch (detail.substring(detail.indexOf('\'') + 1, detail.lastIndexOf('\''))) {
                    case "<scalar>" -> afterQuote();
                    case "<block mapping start>", "<block sequence start>" ->
                        here("is indented as none of the lines that it could belong to");
                    case "-" -> here("an item of a list stands among keys");
                    case "?" -> here("a key stands among the items of a list");
                    default -> null;
                };
            }
            return null;
        }

        private YamlMistake here(String message) {
            return new YamlMistake(error.line(), message);
        }

        private String line(int number) {
            return lines.get(number - 1);
        }

        private String beforeError() {
            int end = Math.min(error.offset(), text.length());
            return text.substring(text.lastIndexOf('\n', Math.max(0, end - 1)) + 1, end);
        }

        /// A line of a block that is indented less than its first one ends it.
        private @Nullable YamlMistake endedBlock() {
            int header = 0;
            int content = 0;
            int after = 0;
            for (int number = 1; number != 0 && number < error.line();) {
                int first = BLOCK.matcher(line(number)).matches() ? next(number + 1) : 0;
                if (first == 0 || indent(first) <= outer(line(number))) {
                    number++;
                    continue;
                }
                header = number;
                content = indent(first);
                after = first;
                while (after != 0 && indent(after) >= content) {
                    after = next(after + 1);
                }
                number = after;
            }
            if (after == 0 || after > error.line() || mayFollow(header, after, content)) {
                return null;
            }
            Matcher block = BLOCK.matcher(line(header));
            String key = block.matches() && block.group(2) != null ? block.group(2) + ": " : "";
            return new YamlMistake(after,
                    "the block that `%s` begins at line %d ends before line %d, which is indented less; "
                            .formatted(key + block.group(3), header, after) + "what follows is no YAML");
        }

        /// @return whether what follows a block can be the next key or item of something that is open there
        private boolean mayFollow(int header, int after, int content) {
            int from = after;
            while (from != 0 && line(from).strip().startsWith("#")) {
                from = next(from + 1);
            }
            if (from == 0) {
                return true;
            }
            Set<Integer> open = new HashSet<>();
            int outermost = Integer.MAX_VALUE;
            for (int number = header; number >= 1; number--) {
                if (!line(number).isEmpty() && indent(number) < outermost) {
                    outermost = indent(number);
                    Matcher leading = LEADING.matcher(line(number));
                    for (int at = leading.lookingAt() ? leading.end() : 0; at >= outermost; at--) {
                        if (at == leading.end() || line(number).charAt(at) == '-') {
                            open.add(at);
                        }
                    }
                }
            }
            return indent(from) < content && open.contains(indent(from))
                    && KEY_OR_ITEM.matcher(line(from).strip()).matches();
        }

        private YamlMistake unclosed() {
            int open = 0;
            for (int at = Math.min(error.offset(), text.length()) - 1; at >= 0; at--) {
                char c = text.charAt(at);
                open += c == ']' || c == '}' ? 1 : c == '[' || c == '{' ? -1 : 0;
                if (open < 0) {
                    int line = (int) text.substring(0, at).chars().filter(each -> each == '\n').count() + 1;
                    return line == error.line()
                            ? here("what %s opens is not closed, or a comma is missing".formatted(c))
                            : new YamlMistake(line,
                                    "what %s opens is not closed before line %d".formatted(c, error.line()));
                }
            }
            return here("a comma or a closing bracket is missing");
        }

        /// The line before the one where the parser saw that a key has no colon.
        private YamlMistake neither() {
            for (int number = error.line(); number >= 1; number--) {
                String line = line(number).strip();
                if (!line.isEmpty() && !line.startsWith("#") && !KEY_OR_ITEM.matcher(line).matches()) {
                    return new YamlMistake(number, NEITHER);
                }
            }
            return here(NEITHER);
        }

        private @Nullable YamlMistake twoColons() {
            if (beforeError().contains(": ")) {
                return here("a value with a colon and a blank in it has to be quoted");
            }
            int before = previous(error.line() - 1);
            if (before == 0 || indent(before) >= indent(error.line())) {
                return null;
            }
            return FILLED.matcher(line(before)).matches()
                    ? here("is indented more than line %d, whose key has a value already".formatted(before))
                    : KEY_OR_ITEM.matcher(LEADING.matcher(line(before)).replaceFirst("")).matches()
                            ? null
                            : new YamlMistake(before, "has no colon after its key");
        }

        private @Nullable YamlMistake afterQuote() {
            String before = beforeError().stripTrailing();
            char quote = before.isEmpty() ? ' ' : before.charAt(before.length() - 1);
            if (quote != '"' && quote != '\'') {
                return null;
            }
            if (count(before, quote) % 2 == 0) {
                return here(AFTER_QUOTE);
            }
            for (int number = error.line() - 1; number >= 1; number--) {
                if (count(line(number), quote) % 2 == 1) {
                    return new YamlMistake(number,
                            "opens a quote that is closed only in line %d".formatted(error.line()));
                }
            }
            return null;
        }

        private static long count(String line, char quote) {
            return line.chars().filter(c -> c == quote).count();
        }

        /// @return the first line from a number on that is not blank; 0 where there is none
        private int next(int number) {
            for (int at = number; at <= lines.size(); at++) {
                if (!line(at).isEmpty()) {
                    return at;
                }
            }
            return 0;
        }

        private int previous(int number) {
            for (int at = number; at >= 1; at--) {
                String line = line(at).strip();
                if (!line.isEmpty() && !line.startsWith("#")) {
                    return at;
                }
            }
            return 0;
        }

        private int indent(int number) {
            String line = line(number);
            return line.length() - line.stripLeading().length();
        }

        /// @return the column of what a block is the value of, which its lines must be behind
        private static int outer(String header) {
            Matcher leading = LEADING.matcher(header);
            return leading.lookingAt() && header.substring(leading.end()).matches("[|>].*")
                    ? header.lastIndexOf('-', leading.end())
                    : leading.end();
        }
    }
}
