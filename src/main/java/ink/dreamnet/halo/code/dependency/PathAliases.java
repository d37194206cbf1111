package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.code.format.Json;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;

/// What the beginnings of imports stand for: `@/` as `compilerOptions.paths` says in the nearest `tsconfig*.json` or
/// `jsconfig*.json` that knows it, `$lib/` beside a `svelte.config.js`. For use by one thread.
@NamedInterface("aliases")
public final class PathAliases {

    private static final Pattern CONFIG = Pattern.compile("[tj]sconfig[\\w.-]*\\.json");
    private static final int LONGEST_CHAIN = 10;

    /// How the library of a project of SvelteKit is imported.
    static final String SVELTE = "$lib/";
    private static final List<String> SVELTE_CONFIGS = List.of("svelte.config.js", "svelte.config.ts",
            "svelte.config.mjs");
    /// What may put the library elsewhere.
    private static final Pattern SVELTE_FILES = Pattern.compile("\\bfiles\\b|\\$lib|\\balias\\b");
    private static final List<String> DEPENDENCIES = List.of("dependencies", "devDependencies", "peerDependencies",
            "optionalDependencies");
    /// No path begins so.
    private static final String UNKNOWN = "\0";

    private final Tree tree;
    private final Map<String, String> modules = new HashMap<>();
    private boolean modulesKnown;
    private @Nullable JavaPackages packages;
    private @Nullable Set<String> npmNames;
    private final Map<String, List<String>> known = new HashMap<>();
    private @Nullable Map<String, List<TreeFile>> configs;

    /// @param tree that is complete once the first question is asked
    public PathAliases(Tree tree) {
        this.tree = tree;
    }

    /// @return the directories that the candidates of a reference are relative to, from the root; empty where nothing says so
    /// @throws IOException where the repository cannot be read
    public List<String> directories(Reference reference) throws IOException {
        String file = reference.missing().path();
        return switch (reference.kind()) {
            case GO -> ofModule(file, reference.name());
            case JAVA -> ofJava(reference.name());
            case BASE_URL -> ofBase(file, reference.name());
            case SVELTE -> ofSvelte(file);
            case ALIAS -> ofAlias(file, reference.name());
            case PATH, LINK, SYMBOLIC_LINK, IMPORT, PRIVATE_KEY, FRAGMENT -> List.of("");
        };
    }

    private List<String> ofAlias(String file, String alias) throws IOException {
        for (String at = Paths.directory(file);; at = Paths.directory(at)) {
            String key = alias + "\n" + at;
            List<String> found = known.get(key);
            if (found == null) {
                found = inDirectory(at, alias);
                known.put(key, found);
            }
            if (!found.isEmpty() || at.isEmpty()) {
                return found;
            }
        }
    }

    private List<String> ofSvelte(String file) throws IOException {
        for (String at = Paths.directory(file);; at = Paths.directory(at)) {
            for (String name : SVELTE_CONFIGS) {
                String config = Paths.join(at, name);
                if (tree.isFile(config)) {
                    List<String> found = known.get(config);
                    if (found == null) {
                        found = SVELTE_FILES.matcher(tree.text(config)).find()
                                ? List.of()
                                : List.of(Paths.join(at, "src/lib"));
                        known.put(config, found);
                    }
                    return found;
                }
            }
            if (at.isEmpty()) {
                return List.of();
            }
        }
    }

    /// @return the directory of a package of the module that a file is in; empty for one of another module
    private List<String> ofModule(String file, String imported) throws IOException {
        if (!modulesKnown) {
            modulesKnown = true;
            for (SourceFile manifest : Manifests.in(tree, "go.mod")) {
                List<GoMod.Line> lines = GoMod.read(manifest.textOrEmpty()).of("module");
                boolean named = !lines.isEmpty() && !lines.getFirst().words().isEmpty();
                modules.put(manifest.entry().directory(), named ? lines.getFirst().words().getFirst() : "");
            }
        }
        String root = Paths.directory(file);
        while (!modules.containsKey(root) && !root.isEmpty()) {
            root = Paths.directory(root);
        }
        String module = modules.getOrDefault(root, "");
        if (module.isEmpty() || !imported.startsWith(module + "/") || tree.isDirectory(Paths.join(root, "vendor"))) {
            return List.of();
        }
        boolean nested = modules.values().stream().anyMatch(other -> other.length() > module.length()
                && (imported.equals(other) || imported.startsWith(other + "/")));
        return nested ? List.of() : List.of(Paths.join(root, imported.substring(module.length() + 1)));
    }

    private List<String> ofJava(String rootAndType) throws IOException {
        int colon = rootAndType.lastIndexOf(':');
        String path = rootAndType.substring(colon + 1);
        JavaPackages known = packages == null ? new JavaPackages(tree) : packages;
        packages = known;
        return known.of(rootAndType.substring(0, colon), Paths.directory(path),
                Paths.name(path));
    }

    /// @param first part of an import that is a directory below the nearest `baseUrl` and no package's name
    private List<String> ofBase(String file, String first) throws IOException {
        Set<String> names = npmNames;
        if (names == null) {
            names = new HashSet<>();
            for (SourceFile manifest : Manifests.in(tree, "package.json")) {
                Item content = manifest.json().content();
                names.add(content.get("name").text(""));
                for (String kind : DEPENDENCIES) {
                    names.addAll(content.get(kind).entries().keySet());
                }
            }
            npmNames = names;
        }
        if (names.contains(first)) {
            return List.of();
        }
        for (String at = Paths.directory(file);; at = Paths.directory(at)) {
            for (TreeFile config : configs().getOrDefault(at, List.of())) {
                String base = base(config.path(), first, 0);
                if (base != null) {
                    return !base.equals(UNKNOWN) && tree.isDirectory(Paths.join(base, first))
                            ? List.of(base)
                            : List.of();
                }
            }
            if (at.isEmpty()) {
                return List.of();
            }
        }
    }

    /// @return the directory that a `baseUrl` names; null where there is none, [#UNKNOWN] where `paths` may explain the import
    private @Nullable String base(String path, String first, int depth) throws IOException {
        SourceFile config = depth > LONGEST_CHAIN ? null : tree.read(path);
        if (config == null) {
            return null;
        }
        Item settings = Json.readLeniently(config.textOrEmpty()).content();
        Item options = settings.get("compilerOptions");
        if (options.get("paths").entries().keySet().stream()
                .anyMatch(key -> key.startsWith("*") || key.startsWith(first))) {
            return UNKNOWN;
        }
        String written = options.get("baseUrl").text();
        if (written != null) {
            String base = Paths.resolve(Paths.directory(path), written);
            return base == null ? UNKNOWN : base;
        }
        for (String parent : ScriptConfigCheck.parents(settings)) {
            String resolved = Paths.resolve(Paths.directory(path), parent);
            String base = resolved == null
                    ? null
                    : base(tree.isFile(resolved) ? resolved : resolved + ".json", first, depth + 1);
            if (base != null) {
                return base;
            }
        }
        return null;
    }

    private List<String> inDirectory(String directory, String alias) throws IOException {
        List<String> found = new ArrayList<>();
        for (TreeFile config : configs().getOrDefault(directory, List.of())) {
            collect(config.path(), alias, found, 0);
        }
        return found;
    }

    private Map<String, List<TreeFile>> configs() {
        Map<String, List<TreeFile>> all = configs;
        if (all == null) {
            all = new HashMap<>();
            for (TreeFile file : tree.files().values()) {
                if (file.size() <= Manifests.LARGEST && CONFIG.matcher(file.name()).matches()) {
                    all.computeIfAbsent(file.directory(), any -> new ArrayList<>()).add(file);
                }
            }
            configs = all;
        }
        return all;
    }

    private void collect(String path, String alias, List<String> found, int depth) throws IOException {
        SourceFile config = tree.read(path);
        if (config == null || depth > LONGEST_CHAIN) {
            return;
        }
        Item settings = Json.readLeniently(config.textOrEmpty()).content();
        Item options = settings.get("compilerOptions");
        Item targets = options.get("paths", alias + "*");
        if (targets.isList()) {
            String base = Paths.resolve(Paths.directory(path), options.get("baseUrl").text("."));
            for (Item target : targets.texts()) {
                String written = target.text("");
                String directory = base == null || !written.endsWith("*") || written.indexOf('*') < written.length() - 1
                        ? null
                        : Paths.resolve(base, written.substring(0, written.length() - 1));
                if (directory != null) {
                    found.add(directory);
                }
            }
            return;
        }
        for (String parent : ScriptConfigCheck.parents(settings)) {
            String resolved = Paths.resolve(Paths.directory(path), parent);
            if (resolved != null) {
                collect(tree.isFile(resolved) ? resolved : resolved + ".json", alias, found, depth + 1);
            }
        }
    }
}
