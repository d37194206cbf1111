package ink.dreamnet.halo.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// The commands of a script for a shell, and which of them are sure to run. What a shell would expand is left as it is written, so that
/// it is no name of a file.
public final class ShellScript {

    private static final int LONGEST = 50_000;
    private static final Set<String> OPENING = Set.of("if", "for", "while", "until", "case", "select", "function", "{");
    private static final Set<String> CLOSING = Set.of("fi", "done", "esac", "}");
    private static final Set<String> BETWEEN = Set.of("then", "else", "elif", "do");
    /// What follows one of these by `&&` depends on what it finds.
    private static final Set<String> ASKING = Set.of("[", "[[", "test", "command", "which", "type", "hash", "grep", "!",
            "git");

    private final String text;
    private final List<Command> commands = new ArrayList<>();
    private final Deque<String> outer = new ArrayDeque<>();
    private final List<String> endings = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private List<String> written = new ArrayList<>();
    private @Nullable String directory;
    private int at;
    private int line;
    private int began;
    private int depth;
    private boolean mayNotRun;
    private boolean over;
    /// Whether a pipeline fails with each of its commands, and not only with its last.
    private boolean pipeFails;

    /// One command.
    ///
    /// @param words its program and arguments, without quotes
    /// @param written the files that it is redirected to
    /// @param directory where it runs, from the root; null where that is not known
    /// @param line from 0
    /// @param certain whether it runs whenever the script does, and whether the script fails with it
    /// @param tolerated whether something else is to run where it fails
    public record Command(List<String> words, List<String> written, @Nullable String directory, int line,
            boolean certain,
            boolean tolerated) {
    }

    private ShellScript(String text, String directory) {
        this.text = text;
        this.directory = directory;
    }

    /// @param directory where the script starts, from the root
    /// @return its commands, in their order; nothing of one that is too long to be written by hand
    public static List<Command> commands(String text, String directory) {
        return text.length() > LONGEST ? List.of() : new ShellScript(text, directory).read();
    }

    private List<Command> read() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                at++;
                end("\n");
                line++;
                skipDocuments();
            } else if (c == ' ' || c == '\t' || c == '\r') {
                at++;
            } else if (c == '\\' && text.startsWith("\n", at + 1)) {
                at += 2;
                line++;
            } else if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == '>' || c == '<' || c == '&' && text.startsWith(">", at + 1)) {
                redirection();
            } else if (";|&()".indexOf(c) >= 0) {
                operator(c);
            } else {
                String word = word();
                if (words.isEmpty()) {
                    began = line;
                }
                boolean descriptor = at < text.length() && (text.charAt(at) == '>' || text.charAt(at) == '<')
                        && word.length() == 1 && Character.isDigit(word.charAt(0));
                if (!descriptor) {
                    words.add(word);
                }
            }
        }
        end("\n");
        return commands;
    }

    private void operator(char c) {
        String two = text.substring(at, Math.min(at + 2, text.length()));
        String operator = two.equals("&&") || two.equals("||") || two.equals(";;") ? two : String.valueOf(c);
        at += operator.length();
        end(operator);
        if (c == '(') {
            outer.push(directory == null ? "\n" : directory);
        } else if (c == ')' && !outer.isEmpty()) {
            String before = outer.pop();
            directory = before.equals("\n") ? null : before;
        }
    }

    private void redirection() {
        boolean out = text.charAt(at) != '<';
        int from = at;
        while (at < text.length() && "<>&".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String sign = text.substring(from, at);
        if (sign.equals("<<") && at < text.length() && text.charAt(at) == '-') {
            at++;
        }
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        String target = at < text.length() && "\n;|()".indexOf(text.charAt(at)) < 0 ? word() : "";
        if (sign.equals("<<")) {
            endings.add(target);
        } else if (out) {
            written.add(target);
        }
    }

    /// Skips the texts that are handed to the commands of the line before.
    private void skipDocuments() {
        for (String ending : endings) {
            while (at < text.length()) {
                int end = text.indexOf('\n', at);
                end = end < 0 ? text.length() : end;
                boolean last = text.substring(at, end).strip().equals(ending);
                at = Math.min(end + 1, text.length());
                line++;
                if (last) {
                    break;
                }
            }
        }
        endings.clear();
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (" \t\r\n;|&()<>".indexOf(c) >= 0) {
                break;
            } else if (c == '\'') {
                int end = text.indexOf('\'', at + 1);
                add(word, at + 1, end < 0 ? text.length() : end);
                at++;
            } else if (c == '"') {
                at++;
                while (at < text.length() && text.charAt(at) != '"') {
                    part(word);
                }
                at++;
            } else {
                part(word);
            }
        }
        return word.toString();
    }

    private void part(StringBuilder word) {
        char c = text.charAt(at);
        if (c == '\\' && at + 1 < text.length()) {
            // a path of Windows keeps it, and so is none here
            at += Character.isLetterOrDigit(text.charAt(at + 1)) ? 0 : 1;
            add(word, at, at + 1);
        } else if (c == '`') {
            int end = text.indexOf('`', at + 1);
            add(word, at, end < 0 ? text.length() : end + 1);
        } else if (c == '$' && (text.startsWith("(", at + 1) || text.startsWith("{", at + 1))) {
            add(word, at, closed(at + 1));
        } else {
            add(word, at, at + 1);
        }
    }

    private void add(StringBuilder word, int from, int to) {
        word.append(text, from, Math.min(to, text.length()));
        for (int i = from; i < to && i < text.length(); i++) {
            line += text.charAt(i) == '\n' ? 1 : 0;
        }
        at = Math.min(to, text.length());
    }

    /// @return the place after the bracket that closes the one there
    private int closed(int from) {
        char open = text.charAt(from);
        char close = open == '(' ? ')' : '}';
        int nested = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            nested += c == open ? 1 : c == close ? -1 : 0;
            if (nested == 0) {
                return i + 1;
            }
        }
        return text.length();
    }

    private void end(String operator) {
        while (!words.isEmpty() && (BETWEEN.contains(words.getFirst()) || CLOSING.contains(words.getFirst()))) {
            depth -= CLOSING.contains(words.removeFirst()) ? 1 : 0;
        }
        String first = words.isEmpty() ? "" : words.getFirst();
        depth += OPENING.contains(first) ? 1 : 0;
        pipeFails |= first.equals("set") && words.contains("pipefail");
        boolean heeded = !operator.equals("||") && (pipeFails || !operator.equals("|"));
        boolean certain = depth <= 0 && !mayNotRun && heeded && !over;
        if (first.equals("cd") || first.equals("pushd") || first.equals("popd")) {
            directory = directory != null && depth <= 0 && !mayNotRun && words.size() == 2 && !operator.equals("||")
                    ? changed(directory, words.get(1))
                    : null;
        } else if (!first.isEmpty()) {
            commands.add(new Command(words, written, directory, began, certain, operator.equals("||")));
        }
        over |= depth <= 0 && !mayNotRun && (first.equals("exit") || first.equals("set") && words.contains("+e"));
        switch (operator) {
            case "||" -> mayNotRun = true;
            case "&&" -> mayNotRun |= ASKING.contains(first);
            case "\n", ";", ";;", "&" -> mayNotRun = false;
            default -> {
                // the rest of a pipeline runs as its beginning does
            }
        }
        words = new ArrayList<>();
        written = new ArrayList<>();
    }

    private static @Nullable String changed(String directory, String to) {
        boolean known = !to.startsWith("/") && !to.startsWith("~") && !to.startsWith("-")
                && to.chars().noneMatch(c -> "$`*?[{\\%".indexOf(c) >= 0);
        return known ? Paths.resolve(directory, to) : null;
    }
}
