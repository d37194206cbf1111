package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reference.Kind;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.dependency.NpmPackages.NpmPackage;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.core.Severity;

/// What others get of a package must exist: `bin`, `main`, `module`, `types` and `exports` of its `package.json`. A build makes most of
/// it, so it is said only where files like the missing one are committed beside it, or where nothing builds the package.
@Reports(ReferenceCheck.FILE)
class EntryPointCheck implements TreeCheck {

    private static final List<String> FIELDS = List.of("main", "module", "types", "typings");
    private static final Pattern FILE = Pattern.compile(
            "(?:\\./)?((?:[\\w@-][\\w@.-]*/)*[\\w.-]+?(\\.d\\.[cm]?ts|\\.[cm]?[jt]sx?|\\.json|\\.css))");
    private static final Pattern GENERATED = Pattern.compile("(?i)/(?:_*generated_*|gen|\\.[^/]{1,100})/");
    private static final Pattern BUILDING_SCRIPT = Pattern.compile(
            "(?:pre|post)?(?:build|compile|prepare|prepack|prepublish|prepublishOnly|install|bundle|generate|codegen|dist|release|"
                    + "package|transpile|types|watch|make|pack|publish|tsc|deploy)(?:[:-].{0,100})?");
    private static final Pattern BUILDER = Pattern.compile(
            "\\b(?:tsc|rollup|webpack|esbuild|tsup|tsdown|unbuild|vite|babel|swc|ncc|microbundle|parcel|nx|turbo|lerna|make|gulp|grunt|"
                    + "wasm-pack|napi|node-gyp|electron|forge|next|expo|ng|bun build|bob|tshy|pkgroll|obuild|build)\\b");
    private static final Pattern BUILD_FILE = Pattern.compile(
            "tsconfig.{0,60}\\.json|(?:rollup|webpack|tsup|tsdown|vite|babel|build|esbuild|gulpfile|Gruntfile|forge)\\b.{0,40}\\.[cm]?[jt]s|"
                    + "\\.babelrc.{0,10}|\\.swcrc|Makefile|Cargo\\.toml|binding\\.gyp|CMakeLists\\.txt|nx\\.json|turbo\\.json|lerna\\.json|"
                    + "rush\\.json|BUILD(?:\\.bazel)?|moon\\.yml|project\\.json|wireit\\.json|build\\.sh");

    @Override
    public boolean concerns(String path) {
        // any file may be named
        return true;
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        NpmPackages packages = NpmPackages.of(tree);
        Set<String> needed = new HashSet<>();
        packages.byDirectory().values()
                .forEach(each -> needed.addAll(each.installed("dependencies", "devDependencies", "optionalDependencies",
                        "peerDependencies").keySet()));
        Map<String, Boolean> built = new HashMap<>();
        for (NpmPackage each : packages.byDirectory().values()) {
            if (!each.manifest().get("publishConfig").has("directory")) {
                check(tree, packages, each, needed.contains(each.manifest().get("name").text("")), built, facts);
            }
        }
    }

    private static void check(Tree tree, NpmPackages packages, NpmPackage each, boolean needed,
            Map<String, Boolean> built, Facts facts) {
        entries(each.manifest()).forEach((written, entry) -> {
            Matcher file = FILE.matcher(written);
            boolean byDefault = entry.field().equals("main") && file.matches() && file.group(1).equals("index.js");
            if (!file.matches() || byDefault && !needed || written.startsWith("node_modules/")) {
                return;
            }
            String path = Paths.join(each.directory(), file.group(1));
            String directory = Paths.directory(path);
            boolean beside = !directory.equals(each.directory()) && hasAlike(tree, directory, file.group(2));
            if (Place.isJudged(path) && !GENERATED.matcher("/" + path).find()
                    && (beside || !isBuilt(tree, packages, each.directory(), built))) {
                Severity severity = needed || entry.field().equals("bin") ? Severity.MEDIUM : Severity.LOW;
                facts.reference(new Reference(new Finding(ReferenceCheck.FILE, severity, each.path(), entry.line(),
                        entry.field() + " names " + written + ", which does not exist"), Kind.PATH,
                        candidates(path, file.group(2))));
            }
        });
    }

    private record Entry(String field, int line) {
    }

    /// @return what the manifest names, by its path
    private static Map<String, Entry> entries(Item manifest) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        collect("bin", manifest.get("bin"), entries);
        for (String field : FIELDS) {
            Item named = manifest.get(field);
            if (named.text() != null) {
                entries.putIfAbsent(named.text(""), new Entry(field, named.line()));
            }
        }
        collect("exports", manifest.get("exports"), entries);
        return entries;
    }

    private static void collect(String field, Item named, Map<String, Entry> entries) {
        String path = named.text();
        if (path != null) {
            entries.putIfAbsent(path, new Entry(field, named.line()));
        }
        // of a list the first that can be used is
        named.entries().values().forEach(inner -> collect(field, inner, entries));
    }

    /// @return the path, and the sources of which it is compiled in place
    private static List<String> candidates(String path, String ending) {
        String stem = path.substring(0, path.length() - ending.length());
        List<String> all = new ArrayList<>(List.of(path));
        if (ending.contains("js") && !ending.equals(".json") || ending.startsWith(".d.")) {
            for (String source : List.of(".ts", ".tsx", ".mts", ".cts", ".jsx", ".js", ".mjs", ".cjs", ".coffee")) {
                all.add(stem + source);
            }
        } else if (ending.equals(".css")) {
            all.addAll(List.of(stem + ".scss", stem + ".less"));
        }
        return all;
    }

    /// @return whether a directory has a file with that ending, so that such files are committed there
    private static boolean hasAlike(Tree tree, String directory, String ending) {
        return tree.files().subMap(directory + "/", directory + "0").keySet().stream()
                .anyMatch(path -> path.endsWith(ending) && Paths.directory(path).equals(directory));
    }

    /// @return whether something may build a package: by its scripts, or those of a package above, or by settings beside them
    private static boolean isBuilt(Tree tree, NpmPackages packages, String directory, Map<String, Boolean> known) {
        Boolean before = known.get(directory);
        if (before == null) {
            NpmPackage here = packages.byDirectory().get(directory);
            before = here != null && here.manifest().get("scripts").entries().entrySet().stream()
                    .anyMatch(script -> BUILDING_SCRIPT.matcher(script.getKey()).matches()
                            || BUILDER.matcher(script.getValue().text("")).find())
                    || tree.files()
                            .subMap(directory.isEmpty() ? "" : directory + "/",
                                    directory.isEmpty() ? "\uFFFF" : directory + "0")
                            .keySet()
                            .stream().filter(path -> Paths.directory(path).equals(directory))
                            .anyMatch(path -> BUILD_FILE.matcher(Paths.name(path)).matches())
                    || !directory.isEmpty() && isBuilt(tree, packages, Paths.directory(directory), known);
            known.put(directory, before);
        }
        return before;
    }
}
