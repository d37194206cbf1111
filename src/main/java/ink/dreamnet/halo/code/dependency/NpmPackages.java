package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Glob;
import org.jspecify.annotations.Nullable;

/// The packages of npm, pnpm and Yarn that a commit holds, by their directory.
record NpmPackages(Map<String, NpmPackage> byDirectory) {

    /// @param directory where its `package.json` is; empty for the root
    /// @param manifest its `package.json`
    /// @param workspaces the globs of its workspace, with those of `pnpm-workspace.yaml`
    record NpmPackage(String directory, Item manifest, List<Item> workspaces) {

        String path() {
            return join(directory, "package.json");
        }

        /// @return what must be installed, by name: the later of these kinds wins, as it does in npm
        Map<String, Item> installed(String... kinds) {
            Map<String, Item> all = new LinkedHashMap<>();
            for (String kind : kinds) {
                manifest.get(kind).entries().forEach((name, spec) -> {
                    if (spec.text() != null) {
                        all.put(name, spec);
                    }
                });
            }
            return all;
        }

        /// @return whether another manager than this one is declared to manage the package
        boolean isManagedByOther(String manager) {
            String declared = manifest.get("packageManager").text(manager);
            return !declared.startsWith(manager);
        }

        /// @return names whose version is forced, so that a declared range tells nothing
        Set<String> forced() {
            Set<String> names = new HashSet<>();
            for (Item forced : List.of(manifest.get("overrides"), manifest.get("resolutions"), manifest.get("pnpm",
                    "overrides"))) {
                collect(forced, names, 0);
            }
            return names;
        }

        private static void collect(Item forced, Set<String> names, int depth) {
            for (Map.Entry<String, Item> entry : forced.entries().entrySet()) {
                names.add(bareName(entry.getKey()));
                if (depth < 20) {
                    collect(entry.getValue(), names, depth + 1);
                }
            }
        }
    }

    static boolean concerns(String path) {
        return path.endsWith("package.json") || path.endsWith("pnpm-workspace.yaml");
    }

    static NpmPackages of(Tree tree) throws IOException {
        Map<String, NpmPackage> packages = new TreeMap<>();
        for (TreeFile file : tree.files().values()) {
            if (file.name().equals("package.json") && file.size() <= ManifestCheck.LARGEST
                    && Judged.path(file.path())) {
                Item manifest = json(tree, file.path());
                if (manifest != null && manifest.isMap()) {
                    packages.put(file.directory(),
                            new NpmPackage(file.directory(), manifest, workspaces(tree, file.directory(),
                                    manifest)));
                }
            }
        }
        return new NpmPackages(packages);
    }

    /// @return the packages of the workspace that a package is the root of, without the root
    List<NpmPackage> members(NpmPackage root) {
        List<NpmPackage> members = new ArrayList<>();
        for (NpmPackage candidate : byDirectory.values()) {
            if (candidate != root && isMember(root, candidate.directory())) {
                members.add(candidate);
            }
        }
        return members;
    }

    /// @return the root of the workspace that a directory belongs to; null where it belongs to none
    @Nullable
    NpmPackage rootOf(String directory) {
        String above = directory;
        while (!above.isEmpty()) {
            above = Paths.directory(above);
            NpmPackage root = byDirectory.get(above);
            if (root != null && isMember(root, directory)) {
                return root;
            }
        }
        return null;
    }

    Set<String> names() {
        Set<String> names = new HashSet<>();
        byDirectory.values().forEach(each -> names.add(each.manifest().get("name").text("")));
        return names;
    }

    private static boolean isMember(NpmPackage root, String directory) {
        String prefix = root.directory().isEmpty() ? "" : root.directory() + "/";
        if (!directory.startsWith(prefix)) {
            return false;
        }
        String relative = directory.substring(prefix.length());
        boolean member = false;
        for (Item workspace : root.workspaces()) {
            String glob = workspace.text("");
            boolean negative = glob.startsWith("!");
            if (matches(negative ? glob.substring(1) : glob, relative)) {
                member = !negative;
            }
        }
        return member;
    }

    static boolean matches(String glob, String path) {
        String clean = glob.replaceAll("^\\./|/+$", "").replaceAll("^/", "").replaceAll("/package\\.json$", "");
        return Glob.pathWithAlternatives(clean).matches(path);
    }

    private static List<Item> workspaces(Tree tree, String directory, Item manifest) throws IOException {
        List<Item> globs = new ArrayList<>();
        Item workspaces = manifest.get("workspaces");
        globs.addAll(workspaces.texts());
        globs.addAll(workspaces.get("packages").texts());
        SourceFile pnpm = tree.read(join(directory, "pnpm-workspace.yaml"));
        String text = pnpm == null || pnpm.bytes().length > ManifestCheck.LARGEST ? null : pnpm.text();
        if (text != null) {
            try {
                globs.addAll(YamlText.read(text, 0).get("packages").texts());
            } catch (Unreadable broken) {
                // ManifestCheck says so
                return globs;
            }
        }
        SourceFile lerna = tree.read(join(directory, "lerna.json"));
        if (lerna != null && globs.isEmpty()) {
            Item read = json(tree, lerna.path());
            globs.addAll(read == null ? List.of() : read.get("packages").texts());
        }
        return globs;
    }

    /// @return a JSON file; null where there is none or it is none
    static @Nullable Item json(Tree tree, String path) throws IOException {
        SourceFile file = tree.read(path);
        try {
            return file == null ? null : Json.read(file);
        } catch (Unreadable broken) {
            return null;
        }
    }

    static String join(String directory, String name) {
        return directory.isEmpty() ? name : directory + "/" + name;
    }

    /// @return the package that a key of `overrides` or `resolutions` is about: `b` of `a>b@^1`, `**/b`, `a/b`
    static String bareName(String key) {
        String last = key.substring(key.lastIndexOf('>') + 1);
        int version = last.indexOf('@', 1);
        last = version < 0 || last.startsWith("@") && last.indexOf('/') > version ? last : last.substring(0, version);
        String[] parts = last.split("/");
        int length = parts.length;
        return length > 1 && parts[length - 2].startsWith("@")
                ? parts[length - 2] + "/" + parts[length - 1]
                : length == 0 ? last : parts[length - 1];
    }
}
