package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeFile;
import org.jspecify.annotations.Nullable;

/// What a `Dockerfile` copies from its context, and the commands that it runs. The context is not written in it: it is the directory of
/// the file or one above, in which its sources are found.
///
/// @param sources what it copies that is clearly a written file or a directory
/// @param contexts the directories in which one of them is found; the root as well where the file is there; where none is and no directory of
///        the repository has any of them, all that it may be
/// @param known whether the context is one of those in which a source is found
/// @param runs what it runs in a directory into which it copied one of the context
record DockerfileSteps(List<Source> sources, Set<String> contexts, boolean known, List<Run> runs) {

    private static final Pattern NAME = Pattern.compile("(?:[\\w-]{1,80}\\.)?Dockerfile(?:\\.[\\w-]{1,80})?");
    private static final Pattern INSTRUCTION = Pattern
            .compile("(?im)^[ \\t]{0,20}(COPY|ADD|RUN|WORKDIR|FROM)[ \\t]{1,20}(.{1,20000})$");
    /// Clearly a file that someone wrote, or a directory.
    private static final Pattern SOURCE = Pattern
            .compile("(?:\\./)?[\\w@.-]+(?:/[\\w@.-]+)*(?:/|\\.(?:json|ya?ml|toml|lock|txt|md|mod|sum|"
                    + "[cm]?[jt]sx?|py|rb|go|rs|java|xml|gradle|kts|properties|sh|conf|cfg|ini|sql|html|css|env|template|tmpl))");
    private static final Set<String> FLAGS = Set.of("--chown", "--chmod", "--link", "--parents", "--exclude",
            "--checksum");
    private static final Pattern MANIFEST = Pattern.compile("(.*/)?(?:package\\*?\\.json|\\*\\.json)");
    private static final Pattern LITERAL = Pattern.compile("[\\w@./-]{1,300}");
    private static final Pattern RUN_OPTIONS = Pattern.compile("^(?:--[\\w=,/.-]{1,300}\\s+)+");
    private static final String ROOT = "/";

    /// @param path relative to the context
    /// @param line where it is copied, from 1
    record Source(String path, int line) {
    }

    /// @param command as a shell runs it, in one line
    /// @param line where it begins, from 1
    /// @param directory of the context that was copied to where it runs
    record Run(String command, int line, String directory) {
    }

    static boolean reads(TreeFile entry) {
        return NAME.matcher(entry.name()).matches() && Place.isFile(entry)
                && entry.size() <= Manifests.LARGEST && Place.isJudged(entry.path());
    }

    static DockerfileSteps of(Tree tree, SourceFile file) {
        Reading reading = new Reading();
        // the line breaks of an instruction stand after it, so that lines stay what they are
        String text = joined(file.textOrEmpty());
        int line = 1;
        int counted = 0;
        for (Matcher instruction = INSTRUCTION.matcher(text); instruction.find();) {
            for (; counted < instruction.start(1); counted++) {
                line += text.charAt(counted) == '\n' ? 1 : 0;
            }
            reading.take(instruction.group(1), instruction.group(2).strip(), line);
        }
        Set<String> contexts = new TreeSet<>();
        for (String at = file.entry().directory();; at = Paths.directory(at)) {
            String context = at;
            if (reading.sources.stream().anyMatch(source -> exists(tree, Paths.resolve(context, source.path())))) {
                contexts.add(context);
            }
            if (at.isEmpty()) {
                break;
            }
        }
        if (file.entry().directory().isEmpty()) {
            contexts.add("");
        }
        boolean known = !contexts.isEmpty();
        if (!known && reading.sources.stream().noneMatch(source -> isAnywhere(tree, source.path()))) {
            // whatever the context is
            for (String at = file.entry().directory(); contexts.add(at);) {
                at = Paths.directory(at);
            }
        }
        return new DockerfileSteps(reading.sources, contexts, known, reading.runs);
    }

    /// @return whether any directory of the repository has something of that path
    private static boolean isAnywhere(Tree tree, String source) {
        String path = Paths.resolve("", source);
        String end = "/" + path;
        return path == null || tree.isFile(path) || tree.isDirectory(path)
                || tree.files().keySet().stream().anyMatch(file -> file.endsWith(end))
                || tree.directories().stream().anyMatch(directory -> directory.endsWith(end));
    }

    /// @return the context, where only one has all that is found in any; null where that does not tell
    @Nullable
    String context(Tree tree) {
        String only = null;
        for (String context : known ? contexts : Set.<String>of()) {
            boolean all = sources.stream()
                    .filter(source -> contexts.stream()
                            .anyMatch(any -> exists(tree, Paths.resolve(any, source.path()))))
                    .allMatch(source -> exists(tree, Paths.resolve(context, source.path())));
            if (all && only != null) {
                return null;
            }
            only = all ? context : only;
        }
        return only;
    }

    /// @return where a source may be, from the root; empty where it is there, a build writes it, or the context is not known
    List<String> missing(Tree tree, Source source) {
        List<String> candidates = new ArrayList<>();
        for (String context : contexts) {
            String path = Paths.resolve(context, source.path());
            if (path != null) {
                candidates.add(path);
            }
        }
        boolean there = candidates.stream().anyMatch(path -> Expected.isBuilt(path) || exists(tree, path));
        return there ? List.of() : candidates;
    }

    private static boolean exists(Tree tree, @Nullable String path) {
        return path != null && !path.isEmpty() && (tree.isFile(path) || tree.isDirectory(path));
    }

    private static String joined(String text) {
        StringBuilder joined = new StringBuilder();
        int owed = 0;
        for (String line : text.split("\n", -1)) {
            String stripped = line.stripTrailing();
            boolean continued = stripped.endsWith("\\");
            joined.append(continued ? stripped.substring(0, stripped.length() - 1) + " " : line);
            owed++;
            if (!continued) {
                joined.append("\n".repeat(owed));
                owed = 0;
            }
        }
        return joined.toString();
    }

    /// What was read of the instructions so far.
    private static final class Reading {

        private final List<Source> sources = new ArrayList<>();
        private final List<Run> runs = new ArrayList<>();
        private final Map<String, Map<String, String>> stages = new HashMap<>();
        /// Directories of the context, by the directory of the image into which they were copied.
        private Map<String, String> copied = new HashMap<>();
        private String directory = ROOT;

        void take(String instruction, String rest, int line) {
            switch (instruction.toUpperCase(Locale.ROOT)) {
                case "FROM" -> stage(rest.split("\\s+"));
                case "WORKDIR" -> directory = inImage(rest);
                case "RUN" -> {
                    String from = ofContext(directory);
                    if (from != null) {
                        runs.add(new Run(RUN_OPTIONS.matcher(rest).replaceFirst(""), line, from));
                    }
                }
                default -> copy(rest, line);
            }
        }

        private void stage(String[] words) {
            copied = new HashMap<>(stages.getOrDefault(words[0], Map.of()));
            directory = ROOT;
            if (words.length > 2 && words[1].equalsIgnoreCase("as")) {
                stages.put(words[2], copied);
            }
        }

        private String inImage(String written) {
            String path = Paths.resolve(written.startsWith("/") ? "" : directory, written);
            return path == null ? ROOT : "/" + path;
        }

        private @Nullable String ofContext(String path) {
            for (String at = path;; at = Paths.directory(at)) {
                String from = copied.get(at.isEmpty() ? ROOT : at);
                if (from != null) {
                    return at.equals(path) ? from : Paths.join(from, path.substring(at.length() + 1));
                }
                if (at.isEmpty() || at.equals(ROOT)) {
                    return null;
                }
            }
        }

        private void copy(String rest, int line) {
            List<String> words = new ArrayList<>(
                    List.of(rest.replaceAll("[\\[\\]\",]", " ").strip().split("\\s+")));
            words.removeIf(word -> FLAGS.stream().anyMatch(word::startsWith));
            if (words.size() < 2 || words.stream().anyMatch(word -> word.startsWith("--") || word.startsWith("<<"))) {
                return;
            }
            String to = inImage(words.removeLast());
            for (String word : words) {
                String relative = word.startsWith("/") ? word.substring(1) : word;
                if (SOURCE.matcher(relative).matches()) {
                    sources.add(new Source(relative, line));
                }
                Matcher manifest = MANIFEST.matcher(relative);
                String from = manifest.matches()
                        ? Paths.directory(relative)
                        : relative.indexOf('.') <= 0 || relative.equals("./") ? relative : null;
                String resolved = from == null || !LITERAL.matcher(from + ".").matches()
                        ? null
                        : Paths.resolve("", from);
                if (resolved != null) {
                    copied.putIfAbsent(to, resolved);
                }
            }
        }
    }
}
