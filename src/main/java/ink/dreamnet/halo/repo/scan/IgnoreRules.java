package ink.dreamnet.halo.repo.scan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.core.Glob;
import org.jspecify.annotations.Nullable;

/// The rules of all ignore files of one name in a tree, which hold as git's do: the deepest file decides, in it the last rule, and
/// nothing below an ignored directory comes back. JGit has these too, but its own take exponential time for some rules.
final class IgnoreRules {

    static final IgnoreRules NONE = new IgnoreRules();

    private static final int MOST_RULES = 50_000;
    private static final int LONGEST = 4096;
    private static final int MOST_JUDGED = 100_000;
    /// Longer paths, which hardly anyone has, are not kept: so many would fill the memory.
    private static final int LONGEST_JUDGED = 256;

    private final Map<String, List<Rule>> byDirectory = new HashMap<>();
    /// What was decided of directories, so that each is judged once and not for every path below it.
    private final Map<String, Boolean> judged = new ConcurrentHashMap<>();
    private int count;

    /// One line.
    ///
    /// @param glob what it is about: a path from the file's directory on, or a name
    /// @param name whether it is a name, in whatever directory
    /// @param directories whether it is about directories only
    /// @param ignores whether it ignores these, or does not after all
    private record Rule(Glob glob, boolean name, boolean directories, boolean ignores) {

        boolean matches(String path, boolean directory) {
            return (directory || !directories) && glob.matches(name ? path.substring(path.lastIndexOf('/') + 1) : path);
        }
    }

    /// Adds a file's rules.
    ///
    /// @param directory where the file lies
    /// @throws IOException where it has longer rules, or all have more, than anybody writes
    void add(String directory, byte[] content) throws IOException {
        List<Rule> rules = new ArrayList<>();
        for (String line : (Iterable<String>) new String(content, StandardCharsets.UTF_8).lines()::iterator) {
            Rule rule = rule(line);
            if (rule != null) {
                rules.add(rule);
                if (++count > MOST_RULES) {
                    throw new IOException("its ignore files have more than %d rules".formatted(MOST_RULES));
                }
            }
        }
        byDirectory.put(directory, rules);
    }

    private static @Nullable Rule rule(String line) throws IOException {
        if (line.isEmpty() || line.startsWith("#")) {
            return null;
        }
        if (line.length() > LONGEST) {
            throw new IOException("an ignore file has a rule of more than %d characters".formatted(LONGEST));
        }
        boolean negated = line.startsWith("!");
        String pattern = withoutTrailingBlanks(negated ? line.substring(1) : line);
        boolean directories = pattern.endsWith("/");
        pattern = directories ? pattern.substring(0, pattern.length() - 1) : pattern;
        boolean name = pattern.indexOf('/') < 0;
        pattern = pattern.startsWith("/") ? pattern.substring(1) : pattern;
        return pattern.isEmpty() ? null : new Rule(Glob.gitignore(pattern), name, directories, !negated);
    }

    /// Takes away the blanks at the end, up to one that a backslash keeps.
    private static String withoutTrailingBlanks(String pattern) {
        int end = pattern.length();
        while (end > 0 && pattern.charAt(end - 1) == ' ' && !(end > 1 && pattern.charAt(end - 2) == '\\')) {
            end--;
        }
        return pattern.substring(0, end);
    }

    boolean isEmpty() {
        return byDirectory.isEmpty();
    }

    /// @param path of a file or of a directory, which need not exist
    boolean ignores(String path, boolean directory) {
        if (byDirectory.isEmpty()) {
            return false;
        }
        if (judged.size() > MOST_JUDGED) {
            judged.clear();
        }
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            String above = path.substring(0, slash);
            if (slash <= LONGEST_JUDGED ? judged.computeIfAbsent(above, this::isIgnored) : isIgnored(above)) {
                return true;
            }
        }
        return Boolean.TRUE.equals(decide(path, directory));
    }

    private boolean isIgnored(String directory) {
        return Boolean.TRUE.equals(decide(directory, true));
    }

    private @Nullable Boolean decide(String path, boolean directory) {
        String at = path;
        while (!at.isEmpty()) {
            at = Paths.directory(at);
            List<Rule> rules = byDirectory.getOrDefault(at, List.of());
            String below = at.isEmpty() ? path : path.substring(at.length() + 1);
            for (Rule rule : rules.reversed()) {
                if (rule.matches(below, directory)) {
                    return rule.ignores();
                }
            }
        }
        return null;
    }
}
