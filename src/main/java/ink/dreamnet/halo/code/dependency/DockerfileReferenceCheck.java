package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reference.Kind;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// What a `Dockerfile` copies from its context must exist. The context is not written anywhere: it is the directory of the file or one
/// above, in which other sources of the same file are found. Where that does not tell, only what no directory has is missing.
@Reports(ReferenceCheck.FILE)
class DockerfileReferenceCheck implements TreeCheck {

    private static final Pattern NAME = Pattern.compile("(?:[\\w-]{1,80}\\.)?Dockerfile(?:\\.[\\w-]{1,80})?");
    private static final Pattern COPY = Pattern.compile("(?im)^[ \\t]{0,20}(?:COPY|ADD)[ \\t]{1,20}(.{1,4000})$");
    /// Clearly a file that someone wrote, or a directory.
    private static final Pattern SOURCE = Pattern
            .compile("(?:\\./)?[\\w@.-]+(?:/[\\w@.-]+)*(?:/|\\.(?:json|ya?ml|toml|lock|txt|md|mod|sum|"
                    + "[cm]?[jt]sx?|py|rb|go|rs|java|xml|gradle|kts|properties|sh|conf|cfg|ini|sql|html|css|env|template|tmpl))");
    private static final Set<String> FLAGS = Set.of("--chown", "--chmod", "--link", "--parents", "--exclude",
            "--checksum");

    @Override
    public int version() {
        return 2;
    }

    @Override
    public boolean concerns(String path) {
        // any file may be copied
        return true;
    }

    private record Source(String path, int line) {
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        for (TreeFile entry : tree.files().values()) {
            boolean reads = NAME.matcher(entry.name()).matches() && Place.isFile(entry)
                    && entry.size() <= Manifests.LARGEST && Place.isJudged(entry.path());
            SourceFile file = reads ? tree.read(entry.path()) : null;
            if (file != null) {
                check(tree, file, facts);
            }
        }
    }

    private static void check(Tree tree, SourceFile file, Facts facts) {
        List<Source> sources = sources(file);
        Set<String> contexts = new TreeSet<>();
        for (String at = file.entry().directory();; at = Paths.directory(at)) {
            String context = at;
            if (sources.stream().anyMatch(source -> exists(tree, Paths.resolve(context, source.path())))) {
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
        if (!known && sources.stream().noneMatch(source -> isAnywhere(tree, source.path()))) {
            // whatever the context is
            for (String at = file.entry().directory(); contexts.add(at);) {
                at = Paths.directory(at);
            }
        }
        for (Source source : contexts.isEmpty() ? List.<Source>of() : sources) {
            List<String> candidates = new ArrayList<>();
            for (String context : contexts) {
                String path = Paths.resolve(context, source.path());
                if (path != null) {
                    candidates.add(path);
                }
            }
            if (!candidates.isEmpty() && candidates.stream().noneMatch(Expected::isBuilt)) {
                facts.reference(new Reference(new Finding(ReferenceCheck.FILE,
                        known ? Severity.HIGH : Severity.MEDIUM, file.path(), source.line(),
                        "copies " + source.path() + ", which does not exist"), Kind.PATH, candidates));
            }
        }
    }

    /// @return whether any directory of the repository has something of that path
    private static boolean isAnywhere(Tree tree, String source) {
        String path = Paths.resolve("", source);
        String end = "/" + path;
        return path == null || tree.isFile(path) || tree.isDirectory(path)
                || tree.files().keySet().stream().anyMatch(file -> file.endsWith(end))
                || tree.directories().stream().anyMatch(directory -> directory.endsWith(end));
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

    private static List<Source> sources(SourceFile file) {
        List<Source> sources = new ArrayList<>();
        // the line breaks of an instruction stand after it, so that lines stay what they are
        String text = joined(file.textOrEmpty());
        int line = 1;
        int counted = 0;
        for (Matcher copy = COPY.matcher(text); copy.find();) {
            for (; counted < copy.start(); counted++) {
                line += text.charAt(counted) == '\n' ? 1 : 0;
            }
            List<String> words = new ArrayList<>(
                    List.of(copy.group(1).strip().replaceAll("[\\[\\]\",]", " ").strip().split("\\s+")));
            words.removeIf(word -> FLAGS.stream().anyMatch(word::startsWith));
            boolean elsewhere = words.stream().anyMatch(word -> word.startsWith("--") || word.startsWith("<<"));
            for (String word : elsewhere || words.size() < 2 ? List.<String>of() : words.subList(0, words.size() - 1)) {
                String relative = word.startsWith("/") ? word.substring(1) : word;
                if (SOURCE.matcher(relative).matches()) {
                    sources.add(new Source(relative, line));
                }
            }
        }
        return sources;
    }
}
