package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.code.format.Json;
import org.jspecify.annotations.Nullable;

/// Where the settings of TypeScript look for imports: `baseUrl` and `paths` of each `tsconfig*.json` and `jsconfig*.json`, with those of the
/// files that it extends. For use by one thread.
final class ScriptConfigs {

    /// A directory outside of the repository, or one that is not known. No path begins so.
    static final String OUTSIDE = "\0";
    private static final Pattern NAME = Pattern.compile("[tj]sconfig[\\w.-]*\\.json");
    private static final int LONGEST_CHAIN = 10;

    private final Tree tree;
    private final Map<String, Lookup> known = new HashMap<>();
    private @Nullable Map<String, List<TreeFile>> byDirectory;

    /// @param tree that is complete once the first question is asked
    ScriptConfigs(Tree tree) {
        this.tree = tree;
    }

    /// What one file says when it is read with those that it extends.
    ///
    /// @param baseUrl the directory of its `baseUrl`, or [#OUTSIDE]; null where none is set
    /// @param isInherited whether a file that it extends sets the `baseUrl`
    /// @param paths by their patterns; a file's own replace those that it extends
    /// @param pathsAt the directory of the file that has the `paths`
    record Lookup(@Nullable String baseUrl, boolean isInherited, Map<String, Item> paths, String pathsAt) {

        private static final Lookup NOTHING = new Lookup(null, false, Map.of(), "");

        /// @return the directory that the targets of `paths` are relative to: that of the `baseUrl` wherever it is set, else that of their file
        String directory() {
            return baseUrl == null ? pathsAt : baseUrl;
        }

        private Lookup over(Lookup other) {
            boolean own = !paths.isEmpty();
            return new Lookup(baseUrl == null ? other.baseUrl : baseUrl, baseUrl == null && other.baseUrl != null,
                    own ? paths : other.paths,
                    own ? pathsAt : other.pathsAt);
        }
    }

    static boolean isConfig(String name) {
        return NAME.matcher(name).matches();
    }

    /// @return the settings that lie in a directory
    List<TreeFile> in(String directory) {
        Map<String, List<TreeFile>> all = byDirectory;
        if (all == null) {
            all = new HashMap<>();
            for (TreeFile file : tree.files().values()) {
                if (file.size() <= Manifests.LARGEST && isConfig(file.name())) {
                    all.computeIfAbsent(file.directory(), any -> new ArrayList<>()).add(file);
                }
            }
            byDirectory = all;
        }
        return all.getOrDefault(directory, List.of());
    }

    /// @param path of a file of settings
    Lookup lookup(String path) throws IOException {
        return lookup(path, 0);
    }

    private Lookup lookup(String path, int depth) throws IOException {
        Lookup before = known.get(path);
        if (before != null || depth > LONGEST_CHAIN) {
            return before == null ? Lookup.NOTHING : before;
        }
        SourceFile config = tree.read(path);
        Lookup found = config == null ? Lookup.NOTHING : read(config, depth);
        known.put(path, found);
        return found;
    }

    private Lookup read(SourceFile config, int depth) throws IOException {
        Item settings = Json.readLeniently(config.textOrEmpty()).content();
        String directory = config.entry().directory();
        Lookup inherited = Lookup.NOTHING;
        for (String parent : parents(settings)) {
            String resolved = Paths.resolve(directory, parent);
            if (resolved != null) {
                inherited = lookup(tree.isFile(resolved) ? resolved : resolved + ".json", depth + 1).over(inherited);
            }
        }
        String written = settings.get("compilerOptions", "baseUrl").text();
        String base = written == null ? null : Paths.resolve(directory, written);
        return new Lookup(written != null && base == null ? OUTSIDE : base, false,
                settings.get("compilerOptions", "paths").entries(), directory).over(inherited);
    }

    /// @return the files of the repository that are extended, as they are written
    static List<String> parents(Item settings) {
        Item written = settings.get("extends");
        List<String> all = new ArrayList<>();
        for (Item parent : written.isList() ? written.texts() : List.of(written)) {
            String path = parent.text("");
            if (path.startsWith("./") || path.startsWith("../")) {
                all.add(path);
            }
        }
        return all;
    }
}
