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

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.dependency.Installs.Install;
import ink.dreamnet.halo.code.dependency.NpmPackages.NpmPackage;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.code.format.Json;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// What npm refuses to install although manifest and lock agree: an override of a direct dependency with another range (`EOVERRIDE`), a
/// direct dependency for another platform (`EBADPLATFORM`), and one whose peer is locked beyond its range (`ERESOLVE`). And `overrides` that
/// pnpm and Yarn do not read. Each was tried with npm 11.
@Reports({NpmInstallCheck.REFUSED, NpmInstallCheck.UNREAD})
class NpmInstallCheck implements TreeCheck {

    static final String REFUSED = "repo.install-refused";
    static final String UNREAD = "repo.override-unread";

    /// The names of builds for one platform, of packages that have one for each.
    private static final Pattern PLATFORM = Pattern
            .compile("(?:.*[-/])?(win32|darwin|linux|freebsd)-(?:x64|ia32|arm64|arm|riscv64|s390x|ppc64)(?:-.{1,20})?");
    private static final Pattern LENIENT = Pattern.compile("(?i)legacy[-_]peer[-_]deps|npm_config_force");
    private static final Pattern LENIENT_SETTINGS = Pattern
            .compile("(?m)^[ \\t]{0,50}(?:legacy-peer-deps|force)[ \\t]{0,50}=[ \\t]{0,50}true");
    private static final Set<String> ANY = Set.of("", "*");
    private static final Set<String> KEPT = Set.of("version", "os", "peerDependencies", "peerDependenciesMeta");

    @Override
    public boolean concerns(String path) {
        // what an image copies tells in which directory it installs
        return true;
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        NpmPackages packages = NpmPackages.of(tree);
        for (NpmPackage each : packages.byDirectory().values()) {
            // overrides of members are not read, and their dependencies are in the root's lock
            if (packages.rootOf(each.directory()) == null) {
                List<Install> byNpm = packages.installs().all().stream()
                        .filter(install -> install.command().manager().equals("npm")
                                && packages.installedBy(install) == each)
                        .toList();
                String manager = manager(tree, each);
                boolean certain = !byNpm.isEmpty() || "npm".equals(manager);
                if (certain || manager == null) {
                    overridden(each, certain, facts);
                    peers(tree, packages, each, byNpm, facts);
                }
                platforms(tree, each, byNpm, facts);
                unread(tree, each, facts);
            }
        }
    }

    /// @return the manager that a package names, or whose lock is the only one; null where neither tells
    private static @Nullable String manager(Tree tree, NpmPackage each) {
        if (each.manager() != null) {
            return each.manager();
        }
        Set<String> managers = new HashSet<>();
        UnusedLockCheck.LOCKS.forEach((lock, manager) -> {
            if (tree.isFile(Paths.join(each.directory(), lock))) {
                managers.add(manager);
            }
        });
        boolean unclear = managers.isEmpty() || managers.size() > 1 && managers.contains("npm");
        return unclear ? null : managers.iterator().next();
    }

    private static void overridden(NpmPackage each, boolean certain, Facts facts) {
        Map<String, Item> direct = each.installed("peerDependencies", "devDependencies", "optionalDependencies",
                "dependencies");
        each.manifest().get("overrides").entries().forEach((name, override) -> {
            Item dependency = direct.get(name);
            Item forced = override.isMap() ? override.get(".") : override;
            String version = forced.text("").strip();
            if (dependency != null && !version.startsWith("$") && !ANY.contains(version)
                    && !version.equals(dependency.text("").strip())) {
                facts.finding(new Finding(REFUSED, certain ? Severity.HIGH : Severity.MEDIUM, each.path(),
                        override.line(), "overrides " + name + " with " + version + ", but depends on "
                                + dependency.text("") + ": npm refuses to install (EOVERRIDE)"));
            }
        });
    }

    private static void unread(Tree tree, NpmPackage each, Facts facts) throws IOException {
        Item overrides = each.manifest().get("overrides");
        String manager = each.manager();
        if (overrides.entries().isEmpty() || manager == null || !manager.equals(NpmPackages.PNPM)
                && !manager.equals("yarn")) {
            return;
        }
        Set<String> read = new HashSet<>();
        List<Item> all = new ArrayList<>(List.of(each.manifest().get("resolutions")));
        SourceFile workspace = tree.read(Paths.join(each.directory(), "pnpm-workspace.yaml"));
        if (manager.equals(NpmPackages.PNPM)) {
            all.add(each.manifest().get("pnpm", "overrides"));
            all.add(workspace == null ? Item.NOTHING : workspace.yaml().content().get("overrides"));
        }
        all.forEach(item -> item.entries().keySet().forEach(key -> {
            for (String part : key.split(">")) {
                read.add(NpmPackages.bareName(part));
            }
        }));
        List<String> dead = overrides.entries().keySet().stream()
                .filter(key -> !read.contains(NpmPackages.bareName(key))).toList();
        if (!dead.isEmpty()) {
            facts.finding(new Finding(UNREAD, Severity.LOW, each.path(), overrides.line(), manager
                    + " does not read overrides of package.json, which pin " + String.join(", ", dead)
                    + ": put them into "
                    + (manager.equals("yarn") ? "resolutions" : "pnpm.overrides or pnpm-workspace.yaml")));
        }
    }

    private static void platforms(Tree tree, NpmPackage each, List<Install> byNpm, Facts facts) throws IOException {
        Map<String, Item> optional = each.installed("optionalDependencies");
        Map<String, Item> direct = new HashMap<>(each.installed("dependencies", "devDependencies"));
        direct.keySet().removeIf(name -> optional.containsKey(name) || !PLATFORM.matcher(name).matches());
        if (direct.isEmpty()) {
            return;
        }
        Item lock = lock(tree, each, direct.keySet());
        Set<String> production = each.installed("dependencies").keySet();
        direct.forEach((name, spec) -> {
            Matcher platform = PLATFORM.matcher(name);
            Item entry = lock.get("packages", "node_modules/" + name);
            String system = platform.matches() ? platform.group(1) : "";
            if (entry.isMap() && entry.get("os").texts().stream().noneMatch(os -> os.text("").equals(system))) {
                // of that name, but for any
                return;
            }
            Install elsewhere = byNpm.stream()
                    .filter(install -> install.platform() != null && !system.equals(install.platform())
                            && !isLenient(install) && (production.contains(name) || !omitsDevelopment(install)))
                    .findFirst().orElse(null);
            String message = name + " is for " + system + " only, and no optional dependency";
            facts.finding(elsewhere == null
                    ? new Finding(REFUSED, Severity.LOW, each.path(), spec.line(),
                            message + ": npm refuses to install elsewhere (EBADPLATFORM)")
                    : new Finding(REFUSED, Severity.MEDIUM, each.path(), spec.line(), message + ", but "
                            + elsewhere.described() + " on " + elsewhere.platform() + ": npm refuses (EBADPLATFORM)"));
        });
    }

    /// npm asks no platform of what it leaves out. What `NODE_ENV` an image has is not looked for.
    private static boolean omitsDevelopment(Install install) {
        return Paths.name(install.file()).contains("Dockerfile") || install.command().options().stream()
                .anyMatch(option -> option.startsWith("--omit") || option.startsWith("--prod")
                        || option.startsWith("--only"));
    }

    private static boolean isLenient(Install install) {
        return install.command().options().stream()
                .anyMatch(option -> option.equals("--force") || option.equals("-f") || option.startsWith("--os")
                        || option.startsWith("--legacy-peer-deps"));
    }

    private static void peers(Tree tree, NpmPackages packages, NpmPackage each, List<Install> byNpm, Facts facts)
            throws IOException {
        Map<String, Item> direct = each.installed("optionalDependencies", "devDependencies", "dependencies");
        Item lock = lock(tree, each, direct.keySet());
        if (!lock.get("packages").isMap() || each.manifest().has("overrides")
                || byNpm.stream().anyMatch(NpmInstallCheck::isLenient)
                || UnusedLockCheck.isUnused(tree, packages, each, "package-lock.json")
                || isLenient(tree, packages, each)) {
            return;
        }
        boolean refused = byNpm.stream().anyMatch(install -> install.command().frozen());
        direct.forEach((name, spec) -> {
            Item entry = lock.get("packages", "node_modules/" + name);
            for (Map.Entry<String, Item> peer : entry.get("peerDependencies").entries().entrySet()) {
                String wanted = peer.getValue().text("");
                VersionRange range = direct.containsKey(peer.getKey()) ? VersionRange.npm(wanted) : null;
                SemanticVersion locked = SemanticVersion
                        .parse(lock.get("packages", "node_modules/" + peer.getKey(), "version").text(""));
                if (range != null && locked != null && locked.pre().isEmpty() && !range.allows(locked)
                        && !entry.get("peerDependenciesMeta", peer.getKey(), "optional").isTrue()) {
                    facts.finding(new Finding(REFUSED, refused ? Severity.HIGH : Severity.MEDIUM, each.path(),
                            spec.line(), name + " " + entry.get("version").text("") + " needs " + peer.getKey() + " "
                                    + wanted + ", but the lock has " + lock
                                            .get("packages", "node_modules/" + peer.getKey(), "version").text("")
                                    + ": npm ci refuses (ERESOLVE)"));
                    return;
                }
            }
        });
    }

    /// @return whether something that installs, or `.npmrc`, tells npm to take what does not fit
    private static boolean isLenient(Tree tree, NpmPackages packages, NpmPackage each) throws IOException {
        for (String at = each.directory();; at = Paths.directory(at)) {
            for (String file : List.of("render.yaml", "railway.json", "railway.toml", "nixpacks.toml", "README.md",
                    "CONTRIBUTING.md")) {
                if (LENIENT.matcher(tree.text(Paths.join(at, file))).find()) {
                    return true;
                }
            }
            if (LENIENT_SETTINGS.matcher(tree.text(Paths.join(at, ".npmrc"))).find()) {
                return true;
            }
            if (at.isEmpty()) {
                break;
            }
        }
        return packages.installs().texts().stream().anyMatch(text -> LENIENT.matcher(text).find());
    }

    /// @return what the lock says of direct dependencies, from its version 2 on; nothing where there is none
    private static Item lock(Tree tree, NpmPackage each, Set<String> direct) throws IOException {
        SourceFile shrinkwrap = tree.read(Paths.join(each.directory(), "npm-shrinkwrap.json"));
        SourceFile lock = shrinkwrap != null
                ? shrinkwrap
                : tree.read(Paths.join(each.directory(), "package-lock.json"));
        if (lock == null) {
            return Item.NOTHING;
        }
        return Json.read(lock.text(), path -> path.getFirst().equals("packages")
                && (path.size() < 2 || path.get(1).startsWith("node_modules/")
                        && direct.contains(path.get(1).substring("node_modules/".length())))
                && (path.size() < 3 || KEPT.contains(path.get(2)))).content();
    }
}
