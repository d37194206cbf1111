package ink.dreamnet.halo.code.compose;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.Item;
import org.jspecify.annotations.Nullable;

/// The compose files of a commit, and which of them may be put together. For use by one thread.
final class ComposeFiles {

    /// Files that may belong to one project with another one.
    ///
    /// @param files with that one
    /// @param open whether there may be others that HALO does not know
    record Scope(List<ComposeFile> files, boolean open) {

        private static final Scope UNKNOWN = new Scope(List.of(), true);

        /// @return whether one of them has an element of that name
        boolean has(ComposeFile.Kind kind, String name) {
            return kind == ComposeFile.Kind.NETWORK && name.equals("default")
                    || files.stream().anyMatch(file -> file.section(kind).containsKey(name));
        }

        /// @return the names of those of a kind that one of them uses
        Set<String> used(ComposeFile.Kind kind) {
            return files.stream().flatMap(file -> file.uses().stream()).filter(use -> use.kind() == kind)
                    .map(ComposeFile.Use::name).collect(Collectors.toSet());
        }

        /// @return whether a service may mount a volume, which a variable decides
        boolean mayMount(String volume) {
            return files.stream().flatMap(file -> file.mountedByVariable().stream())
                    .anyMatch(mounted -> mounted.contains(volume));
        }
    }

    private static final long LARGEST = 512 * 1024;
    private static final long LARGEST_TEXT = 256 * 1024;
    /// Where it may be written how files are put together.
    private static final Pattern TEXTS = Pattern
            .compile("(?i)(?:.*/)?(?:[^/]*\\.(?:sh|bash|mk|md|ps1|bat|cmd)|\\.env[^/]*"
                    + "|(?:GNU)?makefile|justfile|taskfile[^/]*|jenkinsfile|package\\.json|devcontainer\\.json|procfile"
                    + "|(?:fabfile|tasks|noxfile|deploy|dev|run|start|manage)\\.py|\\.gitlab-ci\\.ya?ml|azure-pipelines[^/]*)"
                    + "|\\.(?:github|circleci)/.*\\.ya?ml");
    /// Of a repository with more of them nobody wants to know at each commit.
    private static final int MOST_TEXTS = 5000;
    private static final Pattern YAML = Pattern.compile("(?<![\\w./-])[\\w./-]{1,160}\\.ya?ml(?![\\w-])");
    /// What puts together whatever there is.
    private static final Pattern ANY_FILES = Pattern
            .compile("\\*[\\w./-]{0,80}compose|-name[ \\t]{1,4}[\"']?[*]?(?:docker-)?compose");
    private static final int MOST_FILES = 400;
    private static final int MOST_SCRIPTS = 8 * 1024 * 1024;
    /// Words that are looked for in them.
    private static final int MOST_SOUGHT = 500;

    private final Tree tree;
    private final Map<String, ComposeFile> known = new HashMap<>();
    private final Set<String> unreadable = new TreeSet<>();
    private final List<String> alike = new ArrayList<>();
    private final Map<String, List<String>> byDirectory = new HashMap<>();
    private final Map<String, List<String>> byName = new HashMap<>();
    /// The files that some text names, by each of them.
    private @Nullable Map<String, List<Set<String>>> together;
    private boolean anyFiles;
    private boolean tooMany;
    private final StringBuilder scripts = new StringBuilder();
    private final Map<String, Boolean> sought = new HashMap<>();

    ComposeFiles(Tree tree) {
        this.tree = tree;
        for (TreeFile file : tree.files().values()) {
            if (ComposeFile.isNamedAlike(file.path()) && Place.isFile(file)) {
                alike.add(file.path());
                byDirectory.computeIfAbsent(file.directory(), any -> new ArrayList<>()).add(file.path());
                byName.computeIfAbsent(file.name(), any -> new ArrayList<>()).add(file.path());
            }
        }
    }

    /// @return the files whose authors mean them as they are, in the order of paths
    List<ComposeFile> judged() throws IOException {
        List<ComposeFile> files = new ArrayList<>();
        for (String path : alike) {
            ComposeFile file = ComposeFile.isNamedSo(path) && Place.isJudged(path) ? read(path) : null;
            if (file != null && !file.services().isEmpty()) {
                files.add(file);
            }
        }
        return files;
    }

    /// @return all files with services
    List<ComposeFile> all() throws IOException {
        List<ComposeFile> files = new ArrayList<>();
        for (String path : alike) {
            ComposeFile file = read(path);
            if (file != null) {
                files.add(file);
            }
        }
        return files;
    }

    /// @return whether a file of that kind cannot be read, so that nobody knows what it has
    boolean hasUnreadable() {
        return !unreadable.isEmpty();
    }

    /// @return the files of the same directory, and what is included
    Scope beside(ComposeFile file) throws IOException {
        return scope(file, Map.of());
    }

    /// @return these, and what some text of the repository names together with the file
    Scope together(ComposeFile file) throws IOException {
        Scope scope = scope(file, texts());
        return tooMany || anyFiles && !file.directory().isEmpty() ? new Scope(scope.files(), true) : scope;
    }

    /// @return whether a script, a workflow or the like has that word
    boolean isWrittenByScript(String word) throws IOException {
        texts();
        return tooMany
                || sought.computeIfAbsent(word, any -> sought.size() >= MOST_SOUGHT || scripts.indexOf(any) >= 0);
    }

    private Scope scope(ComposeFile file, Map<String, List<Set<String>>> named) throws IOException {
        Map<String, ComposeFile> files = new LinkedHashMap<>();
        Deque<String> left = new ArrayDeque<>(List.of(file.path()));
        left.addAll(byDirectory.getOrDefault(file.directory(), List.of()));
        if (left.size() > MOST_FILES) {
            return Scope.UNKNOWN;
        }
        named.getOrDefault(file.path(), List.of()).forEach(left::addAll);
        boolean open = false;
        while (!left.isEmpty()) {
            String path = left.remove();
            if (files.containsKey(path)) {
                continue;
            }
            if (files.size() >= MOST_FILES) {
                return Scope.UNKNOWN;
            }
            ComposeFile each = read(path);
            if (each == null) {
                open = true;
                continue;
            }
            files.put(path, each);
            for (Item include : each.root().get("include").items()) {
                Item paths = include.isMap() ? include.get("path") : include;
                List<Item> all = paths.isList() ? paths.items() : List.of(paths);
                for (Item one : all) {
                    String to = Paths.resolve(each.directory(), one.text(""));
                    boolean there = to != null && tree.isFile(to);
                    open |= !there;
                    if (to != null && there) {
                        left.add(to);
                    }
                }
            }
        }
        return new Scope(List.copyOf(files.values()), open);
    }

    /// @return the file; null where there is none or it cannot be read as one
    @Nullable
    ComposeFile read(String path) throws IOException {
        ComposeFile before = known.get(path);
        if (before != null || unreadable.contains(path)) {
            return before;
        }
        TreeFile entry = tree.files().get(path);
        SourceFile source = entry == null || entry.size() > LARGEST ? null : tree.read(path);
        String text = source == null ? null : source.text();
        // what a template engine fills in says something else afterwards
        if (source == null || text == null || source.yaml().error() != null || text.contains("{%")
                || text.contains("<%")) {
            unreadable.add(path);
            return null;
        }
        ComposeFile file = ComposeFile.of(source);
        known.put(path, file);
        return file;
    }

    private Map<String, List<Set<String>>> texts() throws IOException {
        Map<String, List<Set<String>>> found = together;
        if (found == null) {
            found = new HashMap<>();
            int texts = 0;
            for (TreeFile file : tree.files().values()) {
                boolean read = (TEXTS.matcher(file.path()).matches() || ComposeFile.isNamedAlike(file.path()))
                        && file.size() <= LARGEST_TEXT && Place.isFile(file) && Place.of(file) != Place.VENDORED;
                texts += read ? 1 : 0;
                if (texts > MOST_TEXTS) {
                    tooMany = true;
                    break;
                }
                String text = read ? tree.text(file.path()) : "";
                boolean composes = text.contains("compose") || text.contains("COMPOSE");
                if (composes) {
                    relate(text, file.path(), found);
                }
                if (!text.isEmpty() && !file.name().endsWith(".md") && !ComposeFile.isNamedAlike(file.path())
                        && scripts.length() < MOST_SCRIPTS) {
                    scripts.append(text).append('\n');
                }
            }
            together = found;
        }
        return found;
    }

    private void relate(String text, String path, Map<String, List<Set<String>>> found) {
        anyFiles |= ANY_FILES.matcher(text).find();
        Set<String> named = new TreeSet<>();
        for (Matcher name = YAML.matcher(text); name.find();) {
            named.addAll(meant(name.group()));
        }
        if (ComposeFile.isNamedAlike(path)) {
            named.add(path);
        }
        tooMany |= named.size() > MOST_FILES;
        if (named.size() > 1 && !tooMany) {
            named.forEach(one -> found.computeIfAbsent(one, any -> new ArrayList<>()).add(named));
        }
    }

    /// @return the files that a path may mean, seen from wherever it is used
    private List<String> meant(String written) {
        String relative = written.substring(written.lastIndexOf("./") < 0 ? 0 : written.lastIndexOf("./") + 2);
        List<String> exact = new ArrayList<>();
        List<String> named = new ArrayList<>();
        for (String path : byName.getOrDefault(Paths.name(relative), List.of())) {
            if (path.equals(relative) || path.endsWith("/" + relative)) {
                exact.add(path);
            } else {
                named.add(path);
            }
        }
        return exact.isEmpty() ? named : exact;
    }
}
