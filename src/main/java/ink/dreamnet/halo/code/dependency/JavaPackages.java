package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeFile;

/// Where the packages of Java lie in a repository. For use by one thread.
final class JavaPackages {

    private static final Set<String> OTHER_LANGUAGES = Set.of("kt", "groovy", "scala", "xtend", "aj", "clj");
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|enum|record) ([A-Z]\\w{0,100})");
    /// A shorter one is a part of too many names.
    private static final int SHORTEST_STEM = 3;

    private final Tree tree;
    private final Map<String, List<String>> byLastPart = new HashMap<>();
    private final Map<String, Set<String>> stems = new HashMap<>();
    private final Map<String, Set<String>> declared = new HashMap<>();
    private final Set<String> mixed = new HashSet<>();

    JavaPackages(Tree tree) {
        this.tree = tree;
        for (TreeFile file : tree.files().values()) {
            if (file.name().endsWith(".java")) {
                String name = file.name();
                stems.computeIfAbsent(file.directory(), any -> new HashSet<>())
                        .add(name.substring(0, name.length() - ".java".length()));
            } else if (OTHER_LANGUAGES.contains(file.ending())) {
                mixed.add(file.directory());
            }
        }
        for (String directory : tree.directories()) {
            byLastPart.computeIfAbsent(Paths.name(directory), any -> new ArrayList<>())
                    .add(directory);
        }
    }

    /// @param root of the sources of the file that imports
    /// @param directory of the package, below a root of sources
    /// @param type what is imported of it
    /// @return the directories of the package; empty where the type may come from somewhere else: the package is not one of the same
    ///         sources, has sources in other languages, declares the type in a file of another name, or an annotation processor may make it
    /// @throws IOException where the repository cannot be read
    List<String> of(String root, String directory, String type) throws IOException {
        String own = Paths.join(root, directory);
        if (!stems.containsKey(own)) {
            return List.of();
        }
        List<String> all = new ArrayList<>();
        for (String each : byLastPart.getOrDefault(Paths.name(directory), List.of())) {
            if (each.equals(directory) || each.endsWith("/" + directory)) {
                all.add(each);
            }
        }
        boolean made = all.stream().anyMatch(each -> mixed.contains(each)
                || stems.getOrDefault(each, Set.of()).stream().anyMatch(stem -> stem.length() >= SHORTEST_STEM
                        && !stem.equals(type) && type.contains(stem)));
        return made || tree.isDirectory(Paths.join(own, type)) || declaredIn(own).contains(type) ? List.of() : all;
    }

    /// A file may declare more types than the one that it is named for (JLS 7.6).
    private Set<String> declaredIn(String directory) throws IOException {
        Set<String> types = declared.get(directory);
        if (types == null) {
            types = new HashSet<>();
            for (String stem : stems.getOrDefault(directory, Set.of())) {
                for (Matcher type = TYPE.matcher(tree.text(Paths.join(directory, stem + ".java"))); type.find();) {
                    types.add(type.group(1));
                }
            }
            declared.put(directory, types);
        }
        return types;
    }
}
