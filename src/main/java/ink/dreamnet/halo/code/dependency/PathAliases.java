package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.dependency.ScriptConfigs.Lookup;
import ink.dreamnet.halo.code.format.Item;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;

/// What imports stand for that are no paths: those that `compilerOptions.paths` in the nearest `tsconfig*.json` or `jsconfig*.json` explain
/// (`@/db`, `@shared/db`), or a `baseUrl`, `$lib/` beside a `svelte.config.js`, packages of Go and types of Java. For use by one thread.
@NamedInterface("aliases")
public final class PathAliases {

    /// How the library of a project of SvelteKit is imported.
    private static final String SVELTE = "$lib/";
    private static final List<String> SVELTE_CONFIGS = List.of("svelte.config.js", "svelte.config.ts",
            "svelte.config.mjs");
    /// What may put the library elsewhere.
    private static final Pattern SVELTE_FILES = Pattern.compile("\\bfiles\\b|\\$lib|\\balias\\b");
    private static final List<String> DEPENDENCIES = List.of("dependencies", "devDependencies", "peerDependencies",
            "optionalDependencies");
    /// Of what is imported, the package that it would be of; none for `@/x`, `~/x` and the like.
    private static final Pattern PACKAGE = Pattern.compile("(@[\\w.~-]+/[\\w.~-]+|[\\w$][\\w.-]*).*");

    private final Tree tree;
    private final ScriptConfigs configs;
    private final Map<String, String> modules = new HashMap<>();
    private boolean modulesKnown;
    private @Nullable JavaPackages packages;
    private @Nullable Npm npm;
    private @Nullable WorkspaceImports workspaces;
    private final Map<String, List<String>> libraries = new HashMap<>();
    /// Of directories, the settings that lie there and above, the nearest first, of which those of one directory count alike.
    private final Map<String, List<List<Lookup>>> lookups = new HashMap<>();

    /// @param tree that is complete once the first question is asked
    public PathAliases(Tree tree) {
        this.tree = tree;
        this.configs = new ScriptConfigs(tree);
    }

    /// The packages that the repository has, and those that it gets from elsewhere.
    ///
    /// @param own its own, with their directories and whether they say themselves what can be imported (`exports`)
    /// @param others the names of all that it depends on
    private record Npm(Map<String, Own> own, Set<String> others) {

        boolean isKnown(String name) {
            return own.containsKey(name) || others.contains(name);
        }
    }

    private record Own(String directory, boolean exports) {
    }

    /// @return a reference with what is known of its name; null where nothing says what that stands for
    /// @throws IOException where the repository cannot be read
    public @Nullable Reference explain(Reference reference) throws IOException {
        return switch (reference.kind()) {
            case ALIAS -> {
                List<String> paths = ofAlias(reference.missing().path(), reference.name());
                yield paths.isEmpty() ? null : reference.with(paths);
            }
            case PACKAGE -> ofPackage(reference);
            case GO, JAVA -> directories(reference).isEmpty() ? null : reference;
            case PATH, LINK, SYMBOLIC_LINK, IMPORT, PRIVATE_KEY, FRAGMENT -> reference;
        };
    }

    /// @param explained as [#explain] returned it
    /// @return the paths from the root of which one must exist
    /// @throws IOException where the repository cannot be read
    public List<String> candidates(Reference explained) throws IOException {
        return switch (explained.kind()) {
            case GO, JAVA -> directories(explained).stream().flatMap(directory -> explained.candidates().stream()
                    .map(candidate -> candidate.isEmpty() ? directory : Paths.join(directory, candidate))).toList();
            default -> explained.candidates();
        };
    }

    private @Nullable Reference ofPackage(Reference reference) throws IOException {
        Matcher name = PACKAGE.matcher(reference.name());
        if (!name.matches() || !npm().own().containsKey(name.group(1))) {
            return null;
        }
        for (List<Lookup> nearest : lookups(Paths.directory(reference.missing().path()))) {
            for (Lookup lookup : nearest) {
                if (mapped(lookup, reference.name()) != null) {
                    return null;
                }
            }
        }
        WorkspaceImports known = workspaces == null ? new WorkspaceImports(tree) : workspaces;
        workspaces = known;
        String undeclared = known.undeclared(reference.missing().path(), name.group(1));
        return undeclared == null ? null : reference.with(reference.missing().adding(undeclared));
    }

    private List<String> directories(Reference reference) throws IOException {
        return reference.kind() == Reference.Kind.GO
                ? ofModule(reference.missing().path(), reference.name())
                : ofJava(reference.name());
    }

    /// @return the files that an import may lead to; empty where nothing explains it, or it may be found elsewhere
    private List<String> ofAlias(String file, String imported) throws IOException {
        if (imported.startsWith(SVELTE)) {
            List<String> found = ofSvelte(file);
            if (!found.isEmpty()) {
                return files(found.stream().map(at -> Paths.join(at, imported.substring(SVELTE.length()))).toList());
            }
        }
        List<List<Lookup>> settings = lookups(Paths.directory(file));
        if (settings.isEmpty()) {
            return List.of();
        }
        Matcher found = PACKAGE.matcher(imported);
        String name = found.matches() ? found.group(1) : "";
        Own own = npm().own().get(name);
        if (own == null ? npm().others().contains(name) : own.exports()) {
            return List.of();
        }
        for (List<Lookup> nearest : settings) {
            Set<String> targets = new LinkedHashSet<>();
            boolean explained = false;
            for (Lookup lookup : nearest) {
                List<String> mapped = mapped(lookup, imported);
                explained |= mapped != null;
                targets.addAll(mapped == null ? List.of() : mapped);
            }
            if (explained) {
                if (own != null && !targets.isEmpty()) {
                    targets.add(Paths.join(own.directory(), imported.substring(name.length()).replaceFirst("^/", "")));
                }
                return files(targets);
            }
        }
        return files(ofBase(settings, imported));
    }

    private static List<String> files(Iterable<String> paths) {
        Set<String> files = new LinkedHashSet<>();
        for (String path : paths) {
            if (Expected.isBuilt(path)) {
                return List.of();
            }
            files.addAll(ScriptImportCheck.candidates(path));
        }
        return List.copyOf(files);
    }

    private List<List<Lookup>> lookups(String directory) throws IOException {
        List<List<Lookup>> all = lookups.get(directory);
        if (all == null) {
            all = new ArrayList<>();
            List<Lookup> here = new ArrayList<>();
            for (TreeFile config : configs.in(directory)) {
                Lookup lookup = configs.lookup(config.path());
                if (lookup.baseUrl() != null || !lookup.paths().isEmpty()) {
                    here.add(lookup);
                }
            }
            if (!here.isEmpty()) {
                all.add(here);
            }
            if (!directory.isEmpty()) {
                all.addAll(lookups(Paths.directory(directory)));
            }
            lookups.put(directory, all);
        }
        return all;
    }

    /// Looks for the pattern with the longest beginning, as TypeScript does.
    ///
    /// @return the paths that an import stands for; empty where a pattern that says nothing certain explains it; null where none does
    private @Nullable List<String> mapped(Lookup lookup, String imported) {
        String longest = null;
        for (String pattern : lookup.paths().keySet()) {
            int star = pattern.indexOf('*');
            if (star < 0
                    ? pattern.equals(imported)
                    : imported.length() >= pattern.length() - 1
                            && imported.startsWith(pattern.substring(0, star))
                            && imported.endsWith(pattern.substring(star + 1))) {
                if (star <= 0) {
                    return List.of();
                }
                longest = longest == null || star > longest.indexOf('*') ? pattern : longest;
            }
        }
        Item targets = longest == null ? Item.NOTHING : lookup.paths().getOrDefault(longest, Item.NOTHING);
        if (longest == null || lookup.directory().equals(ScriptConfigs.OUTSIDE)) {
            return longest == null ? null : List.of();
        }
        int star = longest.indexOf('*');
        String rest = imported.substring(star, imported.length() - (longest.length() - star - 1));
        List<String> paths = new ArrayList<>();
        boolean there = false;
        for (Item target : targets.texts()) {
            String written = target.text("");
            int at = written.indexOf('*');
            String path = at < 0 || written.indexOf('*', at + 1) >= 0
                    ? null
                    : Paths.resolve(lookup.directory(), written.substring(0, at) + rest + written.substring(at + 1));
            if (path == null) {
                return List.of();
            }
            String directory = Paths.resolve(lookup.directory(), Paths.directory(written.substring(0, at) + "x"));
            there |= directory != null && tree.isDirectory(directory);
            paths.add(path);
        }
        // a directory that is not there is a mistake of the settings, and found in them
        return there ? paths : List.of();
    }

    /// @return the path of an import whose first part is a directory below the nearest `baseUrl` and no package's name
    private List<String> ofBase(List<List<Lookup>> settings, String imported) throws IOException {
        String first = imported.substring(0, Math.max(0, imported.indexOf('/')));
        if (first.isEmpty() || !Character.isJavaIdentifierStart(first.charAt(0)) || first.startsWith("$")
                || npm().isKnown(first)) {
            return List.of();
        }
        for (List<Lookup> nearest : settings) {
            for (Lookup lookup : nearest) {
                if (lookup.paths().keySet().stream().anyMatch(key -> key.startsWith("*") || key.startsWith(first))) {
                    return List.of();
                }
                String base = lookup.baseUrl();
                if (base != null) {
                    return !base.equals(ScriptConfigs.OUTSIDE) && tree.isDirectory(Paths.join(base, first))
                            ? List.of(Paths.join(base, imported))
                            : List.of();
                }
            }
        }
        return List.of();
    }

    private Npm npm() throws IOException {
        Npm known = npm;
        if (known == null) {
            known = new Npm(new HashMap<>(), new HashSet<>());
            for (SourceFile manifest : Manifests.in(tree, "package.json")) {
                Item content = manifest.json().content();
                String name = content.get("name").text("");
                if (!name.isEmpty()) {
                    known.own().put(name,
                            new Own(manifest.entry().directory(), content.entries().containsKey("exports")));
                }
                for (String kind : DEPENDENCIES) {
                    known.others().addAll(content.get(kind).entries().keySet());
                }
            }
            npm = known;
        }
        return known;
    }

    private List<String> ofSvelte(String file) throws IOException {
        for (String at = Paths.directory(file);; at = Paths.directory(at)) {
            for (String name : SVELTE_CONFIGS) {
                String config = Paths.join(at, name);
                if (tree.isFile(config)) {
                    List<String> found = libraries.get(config);
                    if (found == null) {
                        found = SVELTE_FILES.matcher(tree.text(config)).find()
                                ? List.of()
                                : List.of(Paths.join(at, "src/lib"));
                        libraries.put(config, found);
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
}
