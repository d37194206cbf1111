package ink.dreamnet.halo.code.compose;

import java.util.ArrayList;
import java.util.List;

/// The simple commands of a shell script, as POSIX sh splits it (Shell Command Language, 2.2 to 2.10): without comments, here-documents,
/// and what is quoted or substituted. A word keeps its variables as they are written.
final class ShellCommands {

    /// One command.
    ///
    /// @param words without quotes
    /// @param offset of its first word in the script
    /// @param tolerated whether the script goes on, by its own word, where the command fails
    record Command(List<String> words, int offset, boolean tolerated) {
    }

    private final String text;
    private final List<Command> commands = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private String ending = "";
    private int at;
    private int start;
    private boolean inWord;
    private boolean redirected;

    private ShellCommands(String text) {
        this.text = text;
    }

    static List<Command> of(String text) {
        ShellCommands shell = new ShellCommands(text);
        shell.read();
        return shell.commands;
    }

    private void read() {
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case '\\' -> {
                    if (at + 1 < text.length() && text.charAt(at + 1) != '\n') {
                        take(text.charAt(at + 1));
                    }
                    at += 2;
                }
                case '\'', '"' -> quoted(c);
                case '`' -> {
                    int end = text.indexOf('`', at + 1);
                    taken(end < 0 ? text.length() : end + 1);
                }
                case '$' -> substituted();
                case '#' -> {
                    if (inWord) {
                        take(c);
                        at++;
                    } else {
                        int end = text.indexOf('\n', at);
                        at = end < 0 ? text.length() : end;
                    }
                }
                case '<', '>' -> redirect(c);
                case ' ', '\t', '\r' -> {
                    endWord();
                    at++;
                }
                case '\n' -> {
                    endCommand(false);
                    at++;
                    if (!ending.isEmpty()) {
                        skipDocument();
                    }
                }
                case ';', '&', '|', '(', ')' -> {
                    boolean or = text.startsWith("||", at);
                    endCommand(or);
                    at += or || text.startsWith("&&", at) || text.startsWith(";;", at) ? 2 : 1;
                }
                default -> {
                    take(c);
                    at++;
                }
            }
        }
        endCommand(false);
    }

    private void take(char c) {
        if (!inWord && words.isEmpty()) {
            start = at;
        }
        inWord = true;
        word.append(c);
    }

    private void taken(int end) {
        while (at < end) {
            take(text.charAt(at++));
        }
    }

    private void quoted(char quote) {
        if (!inWord && words.isEmpty()) {
            start = at;
        }
        inWord = true;
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            if (quote == '"' && text.charAt(at) == '\\') {
                at++;
            }
            if (at < text.length()) {
                word.append(text.charAt(at++));
            }
        }
        at++;
    }

    /// `$name` as it is, `$(…)` and `${…}` to their ends.
    private void substituted() {
        char open = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        if (open != '(' && open != '{') {
            take('$');
            at++;
            return;
        }
        char close = open == '(' ? ')' : '}';
        int depth = 0;
        int end = at + 1;
        while (end < text.length()) {
            char c = text.charAt(end++);
            depth += c == open ? 1 : c == close ? -1 : 0;
            if (depth == 0) {
                break;
            }
        }
        taken(end);
    }

    private void redirect(char c) {
        if (inWord && word.chars().allMatch(Character::isDigit)) {
            word.setLength(0);
            inWord = false;
        }
        endWord();
        if (c == '<' && text.startsWith("<<", at) && !text.startsWith("<<<", at)) {
            int from = at + (text.startsWith("<<-", at) ? 3 : 2);
            while (from < text.length() && " \t'\"\\".indexOf(text.charAt(from)) >= 0) {
                from++;
            }
            int to = from;
            while (to < text.length() && (Character.isLetterOrDigit(text.charAt(to)) || text.charAt(to) == '_')) {
                to++;
            }
            ending = text.substring(from, to);
            at = Math.min(text.length(), to < text.length() && "'\"".indexOf(text.charAt(to)) >= 0 ? to + 1 : to);
            return;
        }
        while (at < text.length() && "<>&|".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        redirected = true;
    }

    private void skipDocument() {
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            String line = text.substring(at, end < 0 ? text.length() : end);
            at = end < 0 ? text.length() : end + 1;
            if (line.strip().equals(ending)) {
                break;
            }
        }
        ending = "";
    }

    private void endWord() {
        if (inWord) {
            if (!redirected) {
                words.add(word.toString());
            }
            redirected = false;
            word.setLength(0);
            inWord = false;
        }
    }

    private void endCommand(boolean tolerated) {
        endWord();
        redirected = false;
        if (!words.isEmpty()) {
            commands.add(new Command(List.copyOf(words), start, tolerated));
            words.clear();
        }
    }
}
