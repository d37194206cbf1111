package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.core.Budget;
import ink.dreamnet.halo.core.Severity;

/// `Cargo.lock` must hold every member of its workspace, and for each of their dependencies a version that satisfies the
/// requirement: `cargo build --locked` refuses otherwise. A missing lock is reported only for a crate with a binary; libraries need
/// none. The version of a patched crate is not judged.
@Reports({LockCheck.MISMATCH, LockCheck.MISSING, LockCheck.STALE})
class CargoLockCheck extends LockCheck {

    private static final List<String> KINDS = List.of("dependencies", "dev-dependencies", "build-dependencies",
            "dev_dependencies", "build_dependencies");

    private static final Pattern LOCKED = Pattern.compile("\\bcargo\\b[^\\n]{0,200} --(?:locked|frozen)\\b");

    CargoLockCheck() {
        super("Cargo.toml", "Cargo.lock", "src/main.rs");
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        Map<String, Item> manifests = new TreeMap<>();
        for (SourceFile file : Manifests.in(tree, "Cargo.toml")) {
            if (file.toml().error() == null) {
                manifests.put(file.entry().directory(), file.toml().content());
            }
        }
        Set<String> inWorkspaces = new HashSet<>();
        for (String root : manifests.keySet()) {
            if (tree.isFile(Paths.join(root, "Cargo.lock"))) {
                members(manifests, root).keySet().stream().filter(member -> !member.equals(root))
                        .forEach(inWorkspaces::add);
            }
        }
        Harm harm = new Harm(tree, LOCKED);
        for (String root : manifests.keySet()) {
            String lock = Paths.join(root, "Cargo.lock");
            SourceFile file = tree.read(lock);
            if (inWorkspaces.contains(root)) {
                if (file != null) {
                    facts.finding(new Finding(STALE, Severity.LOW, lock, 0,
                            "is not used, for its crate is a member of a workspace: delete it"));
                }
            } else if (file != null && file.text() != null) {
                check(manifests, root, TomlLock.read(file.textOrEmpty()), lock, facts);
            } else if (!tree.isFile(lock)) {
                missing(tree, manifests, root, harm, facts);
            }
        }
    }

    private static void check(Map<String, Item> manifests, String root, TomlLock lock, String lockPath, Facts facts) {
        Differences differences = new Differences(lockPath);
        Map<String, List<String>> locked = new HashMap<>();
        lock.packages()
                .forEach(entry -> locked.computeIfAbsent(entry.name(), name -> new ArrayList<>()).add(entry.version()));
        Item rootManifest = manifests.getOrDefault(root, Item.NOTHING);
        Set<String> patched = new HashSet<>(rootManifest.get("replace").entries().keySet());
        rootManifest.get("patch").entries().values()
                .forEach(patch -> patch.entries().forEach((name, to) -> patched.add(to.get("package").text(name))));
        members(manifests, root).forEach((directory, manifest) -> {
            String path = Paths.join(directory, "Cargo.toml");
            Item name = manifest.get("package", "name");
            List<String> versions = locked.get(name.text(""));
            Item version = manifest.get("package", "version");
            String own = version.get("workspace").isTrue()
                    ? rootManifest.get("workspace", "package", "version").text("")
                    : version.text("");
            if (name.text() != null && versions == null) {
                differences.add(path, name.line(), name.text("") + " is not in " + lockPath);
            } else if (name.text() != null && versions != null && !own.isEmpty() && !versions.contains(own)) {
                differences.add(path, Math.max(version.line(), name.line()),
                        name.text("") + " is " + own + " here and " + versions.getFirst() + " in " + lockPath);
            }
            for (Map.Entry<String, Item> dependency : dependencies(manifest).entrySet()) {
                Item inherited = rootManifest.get("workspace", "dependencies", dependency.getKey());
                Item effective = dependency.getValue().get("workspace").isTrue() ? inherited : dependency.getValue();
                String crate = effective.get("package").text(dependency.getKey());
                String requirement = effective.text() != null ? effective.text("") : effective.get("version").text("*");
                List<String> found = locked.get(crate);
                if (effective.content() == null) {
                    continue;
                }
                if (found == null) {
                    differences.add(path, dependency.getValue().line(),
                            crate + " " + requirement + " is not in " + lockPath);
                } else if (!patched.contains(crate) && found.stream().noneMatch(each -> allows(requirement, each))) {
                    differences.add(path, dependency.getValue().line(), crate + " must be " + requirement
                            + ", but " + lockPath + " has " + String.join(", ", found));
                }
            }
        });
        differences.report(facts);
    }

    private static Map<String, Item> dependencies(Item manifest) {
        Map<String, Item> all = new LinkedHashMap<>();
        List<Item> places = new ArrayList<>(manifest.get("target").entries().values());
        places.addFirst(manifest);
        for (Item place : places) {
            for (String kind : KINDS) {
                place.get(kind).entries().forEach(all::putIfAbsent);
            }
        }
        return all;
    }

    private static Map<String, Item> members(Map<String, Item> manifests, String root) {
        Map<String, Item> members = new LinkedHashMap<>();
        Item rootManifest = manifests.getOrDefault(root, Item.NOTHING);
        if (rootManifest.has("package")) {
            members.put(root, rootManifest);
        }
        List<Item> globs = rootManifest.get("workspace", "members").texts();
        List<String> excluded = rootManifest.get("workspace", "exclude").texts().stream().map(each -> each.text(""))
                .toList();
        if (globs.isEmpty()) {
            return members;
        }
        List<NpmPackages.Workspace> workspace = globs.stream().map(each -> NpmPackages.Workspace.of(each.text("")))
                .toList();
        manifests.forEach((directory, manifest) -> {
            Budget.spend(1L + excluded.size());
            if (manifest.has("package") && Paths.isBelow(root, directory)) {
                String relative = Paths.relative(root, directory);
                if (workspace.stream().anyMatch(each -> each.directories().matches(relative)) && excluded.stream()
                        .noneMatch(each -> relative.equals(each) || relative.startsWith(each + "/"))) {
                    members.put(directory, manifest);
                }
            }
        });
        return members;
    }

    private static void missing(Tree tree, Map<String, Item> manifests, String root, Harm harm, Facts facts)
            throws IOException {
        Item manifest = manifests.getOrDefault(root, Item.NOTHING);
        String above = root;
        while (!above.isEmpty()) {
            above = Paths.directory(above);
            if (manifests.getOrDefault(above, Item.NOTHING).has("workspace")
                    || tree.isFile(Paths.join(above, "Cargo.lock"))) {
                return;
            }
        }
        boolean binary = members(manifests, root).entrySet().stream()
                .anyMatch(member -> tree.isFile(Paths.join(member.getKey(), "src/main.rs"))
                        || member.getValue().get("bin").isList());
        boolean library = members(manifests, root).keySet().stream()
                .anyMatch(member -> tree.isFile(Paths.join(member, "src/lib.rs")));
        boolean depends = members(manifests, root).values().stream()
                .anyMatch(member -> !dependencies(member).isEmpty());
        if (binary && depends && !library && !Manifests.isBeside(root)) {
            facts.reference(missing(harm.severity(), Paths.join(root, "Cargo.toml"), manifest.get("package").line(),
                    "a binary is built here, but there is no Cargo.lock", Paths.join(root, "Cargo.lock")));
        }
    }

    private static boolean allows(String requirement, String locked) {
        VersionRange range = VersionRange.cargo(requirement);
        SemanticVersion version = SemanticVersion.parse(locked);
        // without a requirement, as of a dependency by path, any version will do
        return requirement.equals("*") || range == null || version == null || range.allows(version);
    }
}
