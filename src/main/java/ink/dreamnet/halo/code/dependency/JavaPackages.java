package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeFile;

/// Where the packages of Java lie in a repository. For use by one thread.
final class JavaPackages {

    /// Of them generators make classes, whose packages their content says.
    private static final Set<String> SOURCES_OF_SOURCES = Set.of("proto", "avsc", "avdl", "thrift", "xsd", "wsdl",
            "fbs",
            "g4", "g", "jj", "jjt", "smithy", "graphqls", "xjb", "aidl", "idl", "openapi");
    private static final Set<String> OTHER_LANGUAGES = Set.of("kt", "groovy", "scala", "xtend", "aj", "clj");
    /// A shorter one is a part of too many names.
    private static final int SHORTEST_STEM = 3;

    private final Tree tree;
    private final Map<String, List<String>> byLastPart = new HashMap<>();
    private final Map<String, Set<String>> stems = new HashMap<>();
    private final Set<String> mixed = new HashSet<>();
    private boolean generates;

    JavaPackages(Tree tree) {
        this.tree = tree;
        for (TreeFile file : tree.files().values()) {
            String ending = file.ending();
            if (file.name().endsWith(".java")) {
                String name = file.name();
                stems.computeIfAbsent(file.directory(), any -> new HashSet<>())
                        .add(name.substring(0, name.length() - ".java".length()));
            } else if (OTHER_LANGUAGES.contains(ending)) {
                mixed.add(file.directory());
            }
            generates |= SOURCES_OF_SOURCES.contains(ending);
        }
        for (String directory : tree.directories()) {
            byLastPart.computeIfAbsent(directory.substring(directory.lastIndexOf('/') + 1), any -> new ArrayList<>())
                    .add(directory);
        }
    }

    /// @param root of the sources of the file that imports
    /// @param directory of the package, below a root of sources
    /// @param type what is imported of it
    /// @return the directories of the package; empty where the type may come from somewhere else: the package is not one of the same
    ///         sources, has sources in other languages, or a generator may make the type
    List<String> of(String root, String directory, String type) {
        String own = Paths.join(root, directory);
        if (generates || !stems.containsKey(own)) {
            return List.of();
        }
        List<String> all = new ArrayList<>();
        for (String each : byLastPart.getOrDefault(directory.substring(directory.lastIndexOf('/') + 1), List.of())) {
            if (each.equals(directory) || each.endsWith("/" + directory)) {
                all.add(each);
            }
        }
        boolean made = all.stream().anyMatch(each -> mixed.contains(each)
                || stems.getOrDefault(each, Set.of()).stream().anyMatch(stem -> stem.length() >= SHORTEST_STEM
                        && !stem.equals(type) && type.contains(stem)));
        return made || tree.isDirectory(Paths.join(own, type)) ? List.of() : all;
    }
}
