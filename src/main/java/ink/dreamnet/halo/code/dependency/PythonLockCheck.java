package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.code.format.Toml;

/// `poetry.lock` and `uv.lock` must be those of their `pyproject.toml`. Of Poetry, the content hash is compared where only
/// `[tool.poetry]` enters it, and every declared name must be locked. Of uv, the lock must repeat each declared name in the
/// metadata of the package. A missing lock is found only of an application (`package-mode = false`, `package = false`).
@Reports({LockCheck.MISMATCH, LockCheck.MISSING})
class PythonLockCheck extends LockCheck {

    private static final Pattern HASH = Pattern.compile("(?m)^content-hash = \"([0-9a-f]{64})\"");
    private static final Pattern SOURCE = Pattern
            .compile("(?m)^source = \\{ (?:virtual|editable|directory) = \"([^\"]*)\" }");
    private static final Pattern REQUIREMENT = Pattern.compile("\\s*([A-Za-z0-9][A-Za-z0-9._-]*).*", Pattern.DOTALL);

    private static final Pattern LOCKED = Pattern.compile(
            "\\buv (?:sync|run|export|lock)\\b[^\\n]{0,200} --(?:locked|frozen|check)\\b|\\bpoetry check\\b[^\\n]{0,80} --lock\\b");

    PythonLockCheck() {
        super("pyproject.toml", "poetry.lock", "uv.lock");
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        Harm harm = new Harm(tree, LOCKED);
        for (SourceFile file : Manifests.in(tree, "pyproject.toml")) {
            check(tree, file.entry(), file.toml().content(), harm, facts);
        }
    }

    private static void check(Tree tree, TreeFile file, Item manifest, Harm harm, Facts facts) throws IOException {
        Item poetry = manifest.get("tool", "poetry");
        Item uv = manifest.get("tool", "uv");
        String poetryPath = Paths.join(file.directory(), "poetry.lock");
        String uvPath = Paths.join(file.directory(), "uv.lock");
        String poetryLock = tree.text(poetryPath);
        String uvLock = tree.text(uvPath);
        if (poetry.isMap() && !poetryLock.isEmpty()) {
            poetry(file, manifest, poetryLock, poetryPath, facts);
        } else if (poetry.get("package-mode").isFalse() && !tree.isFile(uvPath)
                && !Manifests.isBeside(file.directory())) {
            facts.reference(missing(harm.severity(), file.path(), poetry.line(),
                    "this is an application of Poetry, but there is no " + poetryPath, poetryPath));
        }
        String rootPath = uvPath;
        String above = file.directory();
        while (uvLock.isEmpty() && !above.isEmpty()) {
            above = Paths.directory(above);
            rootPath = Paths.join(above, "uv.lock");
            uvLock = tree.text(rootPath);
        }
        if (!uvLock.isEmpty()) {
            uv(file, above, manifest, TomlLock.read(uvLock), rootPath, facts);
        } else if (uv.get("package").isFalse() && poetryLock.isEmpty()
                && !manifest.get("project", "dependencies").items().isEmpty()
                && !Manifests.isBeside(file.directory())) {
            facts.reference(missing(harm.severity(), file.path(), uv.line(),
                    "this is an application of uv, but there is no " + uvPath, uvPath));
        }
    }

    private static void poetry(TreeFile file, Item manifest, String lock, String lockPath, Facts facts) {
        Item poetry = manifest.get("tool", "poetry");
        Matcher hash = HASH.matcher(lock);
        String now = PoetryHash.of(poetry);
        boolean onlyPoetry = manifest.get("project").content() == null
                && manifest.get("dependency-groups").content() == null;
        Set<String> locked = new HashSet<>();
        TomlLock.read(lock).packages().forEach(entry -> locked.add(normal(entry.name())));
        Differences differences = new Differences(lockPath);
        List<Item> tables = new ArrayList<>(
                poetry.get("group").entries().values().stream().map(group -> group.get("dependencies")).toList());
        tables.add(poetry.get("dependencies"));
        tables.add(poetry.get("dev-dependencies"));
        for (Item table : tables) {
            for (var dependency : table.entries().entrySet()) {
                String name = normal(dependency.getKey());
                if (!name.equals("python") && !locked.contains(name) && !(manifest.get("project").isMap())
                        && !isConditional(dependency.getValue())) {
                    differences.add(file.path(), dependency.getValue().line(),
                            dependency.getKey() + " is not in " + lockPath);
                }
            }
        }
        if (manifest.get("project").isMap()) {
            for (Item requirement : requirements(manifest)) {
                String name = name(requirement);
                if (!name.isEmpty() && !locked.contains(name) && requirement.text("").indexOf(';') < 0
                        && !name.equals(normal(manifest.get("project", "name").text("")))) {
                    differences.add(file.path(), requirement.line(), name + " is not in " + lockPath);
                }
            }
        }
        if (differences.isEmpty() && onlyPoetry && now != null && hash.find() && !hash.group(1).equals(now)) {
            differences.add(file.path(), poetry.line(),
                    "the dependencies were changed since " + lockPath + " was written (its content-hash differs)");
        }
        differences.report(facts);
    }

    /// @return whether a dependency is for some environments only. Poetry locks none whose condition the project's Python excludes.
    private static boolean isConditional(Item dependency) {
        return dependency.isList() || dependency.has("python") || dependency.has("markers")
                || dependency.has("platform");
    }

    private static void uv(TreeFile file, String root, Item manifest, TomlLock lock, String lockPath, Facts facts) {
        String place = file.directory().equals(root) ? "." : Paths.relative(root, file.directory());
        if (manifest.get("project", "dynamic").texts().stream()
                .anyMatch(item -> item.text("").endsWith("dependencies"))) {
            return;
        }
        Differences differences = new Differences(lockPath);
        for (TomlLock.Entry entry : lock.packages()) {
            Matcher source = SOURCE.matcher(entry.text());
            if (!source.find() || !source.group(1).equals(place) || entry.text().length() > Manifests.LARGEST) {
                continue;
            }
            Item metadata = items(Toml.read(entry.text()).content());
            Set<String> locked = new HashSet<>();
            metadata.get("requires-dist").items().forEach(item -> locked.add(normal(item.get("name").text(""))));
            metadata.get("requires-dev").entries().values()
                    .forEach(group -> group.items().forEach(item -> locked.add(normal(item.get("name").text("")))));
            String own = normal(manifest.get("project", "name").text(""));
            for (Item requirement : requirements(manifest)) {
                String name = name(requirement);
                if (!name.isEmpty() && !name.equals(own) && !locked.contains(name)) {
                    differences.add(file.path(), requirement.line(), name + " is not in " + lockPath);
                }
            }
            differences.report(facts);
            return;
        }
    }

    /// @return `[package.metadata]` of a slice of the lock that holds one package
    private static Item items(Item slice) {
        List<Item> packages = slice.get("package").items();
        return packages.isEmpty() ? Item.NOTHING : packages.getFirst().get("metadata");
    }

    /// @return every requirement of PEP 508 that the manifest declares for itself
    private static List<Item> requirements(Item manifest) {
        List<Item> all = new ArrayList<>(manifest.get("project", "dependencies").texts());
        manifest.get("project", "optional-dependencies").entries().values().forEach(extra -> all.addAll(extra.texts()));
        manifest.get("dependency-groups").entries().values().forEach(group -> all.addAll(group.texts()));
        all.addAll(manifest.get("tool", "uv", "dev-dependencies").texts());
        return all;
    }

    private static String name(Item requirement) {
        Matcher name = REQUIREMENT.matcher(requirement.text(""));
        return name.matches() ? normal(name.group(1)) : "";
    }

    /// A name as PEP 503 normalizes it.
    private static String normal(String name) {
        return name.replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT);
    }
}
