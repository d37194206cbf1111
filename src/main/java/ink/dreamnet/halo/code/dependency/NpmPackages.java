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
import ink.dreamnet.halo.code.dependency.Installs.Install;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.core.Glob;
import org.jspecify.annotations.Nullable;

/// The packages of npm, pnpm and Yarn that a commit holds.
///
/// @param byDirectory the packages
/// @param installs what installs them, in CI and images
record NpmPackages(Map<String, NpmPackage> byDirectory, Installs installs) {

    static final String PNPM = "pnpm";

    /// @param directory where its `package.json` is; empty for the root
    /// @param manifest its `package.json`
    /// @param declared the members of its workspace, as its `package.json` names them: npm, Yarn and Bun read these
    /// @param pnpm the members of its workspace, as `pnpm-workspace.yaml` names them: pnpm reads nothing else; null where there is none
    /// @param lerna what Lerna takes together, where nothing else does; each keeps its own lock
    record NpmPackage(String directory, Item manifest, List<Workspace> declared, @Nullable List<Workspace> pnpm,
            List<Workspace> lerna) {

        /// @return the manager that the package names, or else the one whose workspace it is the root of; null where neither is known
        @Nullable
        String manager() {
            String named = named();
            return named != null ? named : pnpm != null ? PNPM : null;
        }

        /// @return the manager that the package names; null where it names none
        @Nullable
        String named() {
            String named = manifest.get("packageManager").text();
            int version = named == null ? -1 : named.indexOf('@');
            return named == null || version < 0 ? named : named.substring(0, version);
        }

        private List<Workspace> workspaces(String manager) {
            return manager.equals(PNPM) ? pnpm == null ? List.of() : pnpm : declared;
        }

        String path() {
            return Paths.join(directory, "package.json");
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

        /// @return names whose version is forced, so that a declared range means nothing
        Set<String> forced() {
            Set<String> names = new HashSet<>();
            for (Item forced : List.of(manifest.get("overrides"), manifest.get("resolutions"),
                    manifest.get("pnpm", "overrides"))) {
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

    /// Which directories are members of a workspace.
    ///
    /// @param members whether they are, or are not after all
    record Workspace(Glob directories, boolean members) {

        /// Longer globs match nothing.
        private static final int LONGEST = 1000;

        static Workspace of(String written) {
            if (written.length() > LONGEST) {
                return new Workspace(Glob.path(""), false);
            }
            boolean negative = written.startsWith("!");
            String glob = (negative ? written.substring(1) : written).replaceAll("^\\./|/+$", "").replaceAll("^/", "")
                    .replaceAll("/package\\.json$", "");
            return new Workspace(Glob.pathWithAlternatives(glob), !negative);
        }
    }

    static NpmPackages of(Tree tree) throws IOException {
        Map<String, NpmPackage> packages = new TreeMap<>();
        for (SourceFile file : Manifests.in(tree, "package.json")) {
            Item manifest = file.json().content();
            String directory = file.entry().directory();
            if (manifest.isMap()) {
                packages.put(directory, read(tree, directory, manifest));
            }
        }
        return new NpmPackages(packages, packages.isEmpty() ? new Installs(List.of(), List.of()) : Installs.of(tree));
    }

    /// @return the packages of the workspace that a package is the root of for a manager, without the root
    List<NpmPackage> members(NpmPackage root, String manager) {
        List<NpmPackage> members = new ArrayList<>();
        for (NpmPackage candidate : byDirectory.values()) {
            if (candidate != root && isMember(root, root.workspaces(manager), candidate.directory())) {
                members.add(candidate);
            }
        }
        return members;
    }

    /// @return whether only other managers than this one are known to manage a package, by what it or the root of its workspace names, or
    ///         else by the locks that CI and images install it from
    boolean isManagedByOther(NpmPackage each, String manager) {
        Set<String> used = usedFor(each);
        if (used.contains(manager)) {
            return false;
        }
        NpmPackage root = each.manager() == null ? rootOf(each.directory()) : each;
        String named = root == null ? null : root.named();
        String known = root == null ? null : root.manager();
        return named != null ? !named.equals(manager) : !manager.equals(known) && (known != null || !used.isEmpty());
    }

    /// @return whether a manager is the one that a package names, or CI or an image installs it with
    boolean isManagedBy(NpmPackage each, String manager) {
        return manager.equals(each.manager()) || usedFor(each).contains(manager);
    }

    /// @return whether CI or an image installs a package from a lock of this manager
    boolean isInstalledWith(NpmPackage each, String manager) {
        return usedFor(each).contains(manager);
    }

    private Set<String> usedFor(NpmPackage each) {
        Set<String> used = new HashSet<>();
        for (Install install : installs.all()) {
            if (install.command().frozen() && installedBy(install) == each) {
                used.add(install.command().manager());
            }
        }
        return used;
    }

    /// @return the package whose lock a command reads: the root of the workspace, where it can see that; null where there is none
    @Nullable
    NpmPackage installedBy(Install install) {
        for (String at = install.directory();; at = Paths.directory(at)) {
            NpmPackage each = byDirectory.get(at);
            if (each != null) {
                NpmPackage root = rootOf(at);
                return root == null || Paths.isBelow(root.directory(), install.visible()) ? each : root;
            }
            if (at.isEmpty() || at.equals(install.visible())) {
                return null;
            }
        }
    }

    /// @return the root of the workspace that a directory belongs to, as the root's manager reads it; null where it belongs to none
    @Nullable
    NpmPackage rootOf(String directory) {
        String above = directory;
        while (!above.isEmpty()) {
            above = Paths.directory(above);
            NpmPackage root = byDirectory.get(above);
            String manager = root == null ? null : root.manager();
            if (root != null && isMember(root, root.workspaces(manager == null ? "npm" : manager), directory)) {
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

    /// @return whether Lerna takes a directory together with others, so that they have locks or not as one
    boolean isOfLerna(String directory) {
        return byDirectory.values().stream().anyMatch(root -> isMember(root, root.lerna(), directory));
    }

    private static boolean isMember(NpmPackage root, List<Workspace> workspaces, String directory) {
        boolean member = false;
        if (Paths.isBelow(root.directory(), directory)) {
            String relative = Paths.relative(root.directory(), directory);
            for (Workspace workspace : workspaces) {
                if (workspace.directories().matches(relative)) {
                    member = workspace.members();
                }
            }
        }
        return member;
    }

    private static NpmPackage read(Tree tree, String directory, Item manifest) throws IOException {
        List<Item> declared = new ArrayList<>(manifest.get("workspaces").texts());
        declared.addAll(manifest.get("workspaces", "packages").texts());
        SourceFile file = tree.read(Paths.join(directory, "pnpm-workspace.yaml"));
        Item pnpm = file == null || file.bytes().length > Manifests.LARGEST ? Item.NOTHING : file.yaml().content();
        SourceFile lerna = declared.isEmpty() && file == null
                ? tree.read(Paths.join(directory, "lerna.json"))
                : null;
        return new NpmPackage(directory, manifest, workspaces(declared),
                file == null ? null : workspaces(pnpm.get("packages").texts()),
                lerna == null ? List.of() : workspaces(lerna.json().content().get("packages").texts()));
    }

    private static List<Workspace> workspaces(List<Item> globs) {
        return globs.stream().map(glob -> Workspace.of(glob.text(""))).toList();
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
