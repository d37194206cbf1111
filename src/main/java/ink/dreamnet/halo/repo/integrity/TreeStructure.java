package ink.dreamnet.halo.repo.integrity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;

/// Looks at a commit's tree as a whole: submodules that cannot be had, and paths that collide.
public final class TreeStructure {

    private static final String GITMODULES = ".gitmodules";

    private TreeStructure() {
    }

    /// @param directories the paths of all directories
    /// @param found takes what is wrong (with an empty list: nothing can make it right)
    public static void look(Tree tree, Collection<String> directories, BiConsumer<Finding, List<String>> found)
            throws IOException {
        submodules(tree, found);
        collisions(tree, directories, found);
    }

    private static void submodules(Tree tree, BiConsumer<Finding, List<String>> found) throws IOException {
        Set<String> links = new TreeSet<>();
        for (TreeFile file : tree.files().values()) {
            if (file.kind() == TreeFile.Kind.SUBMODULE) {
                links.add(file.path());
            }
        }
        Config config = new Config();
        SourceFile modules = tree.read(GITMODULES);
        try {
            config.fromText(modules == null ? "" : new String(modules.bytes(), StandardCharsets.UTF_8));
        } catch (ConfigInvalidException wrong) {
            found.accept(submodule(GITMODULES, "cannot be read, so no submodule can be had"), List.of());
            return;
        }
        Set<String> declared = new HashSet<>();
        for (String name : config.getSubsections("submodule")) {
            String path = config.getString("submodule", name, "path");
            String url = config.getString("submodule", name, "url");
            if (path == null || path.isEmpty()) {
                found.accept(submodule(GITMODULES, "declares the submodule '%s' without a path".formatted(name)),
                        List.of());
                continue;
            }
            declared.add(path);
            if (url == null || url.isBlank()) {
                found.accept(submodule(GITMODULES, "declares the submodule '%s' without a URL".formatted(name)),
                        List.of());
            }
            if (!links.contains(path)) {
                found.accept(submodule(GITMODULES,
                        "declares the submodule '%s' at '%s', where the commit has none".formatted(name, path)),
                        List.of());
            }
        }
        for (String path : links) {
            if (!declared.contains(path)) {
                found.accept(submodule(path, "is a submodule that .gitmodules does not declare"), List.of());
            }
        }
    }

    private static Finding submodule(String path, String message) {
        return new Finding(IntegrityCodes.SUBMODULE_UNRESOLVED, Severity.MEDIUM, path, 0, message);
    }

    private static void collisions(Tree tree, Collection<String> directories,
            BiConsumer<Finding, List<String>> found) {
        Set<Long> seen = new HashSet<>();
        Set<Long> twice = new HashSet<>();
        for (Collection<String> paths : List.of(directories, tree.files().keySet())) {
            for (String path : paths) {
                long hash = hash(path);
                if (!seen.add(hash)) {
                    twice.add(hash);
                }
            }
        }
        if (twice.isEmpty()) {
            return;
        }
        Map<String, List<String>> groups = new TreeMap<>();
        for (Collection<String> paths : List.of(new TreeSet<>(directories), tree.files().keySet())) {
            for (String path : paths) {
                if (twice.contains(hash(path))) {
                    groups.computeIfAbsent(fold(path), any -> new ArrayList<>()).add(path);
                }
            }
        }
        Map<String, Boolean> isFile = new HashMap<>();
        for (List<String> group : groups.values()) {
            group.sort(null);
            for (String path : group.subList(1, group.size())) {
                String first = group.getFirst();
                isFile.put(path, tree.isFile(path) || tree.isFile(first));
                found.accept(new Finding(IntegrityCodes.CASE_COLLISION,
                        Boolean.TRUE.equals(isFile.get(path)) ? Severity.MEDIUM : Severity.LOW, path, 0,
                        "differs from '%s' only in %s, so they are one on many file systems".formatted(first,
                                normal(path).equals(normal(first)) ? "its Unicode form" : "upper and lower case")),
                        List.of());
            }
        }
    }

    private static long hash(String path) {
        String folded = fold(path);
        long hash = 1_125_899_906_842_597L;
        for (int i = 0; i < folded.length(); i++) {
            hash = 31 * hash + folded.charAt(i);
        }
        return hash;
    }

    private static String fold(String path) {
        return normal(path).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static String normal(String path) {
        return Normalizer.isNormalized(path, Normalizer.Form.NFC)
                ? path
                : Normalizer.normalize(path, Normalizer.Form.NFC);
    }
}
