package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.dependency.NpmPackages.NpmPackage;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// A lock that no install reads: of a member of a workspace, whose root has one for all, or of another manager than the package names, or
/// than CI and images install it with.
/// It is said once for each, and nothing is compared with such a lock.
@Reports(LockCheck.STALE)
class UnusedLockCheck extends LockCheck {

    /// The managers that write them.
    static final Map<String, String> LOCKS = new TreeMap<>(
            Map.of("package-lock.json", "npm", "npm-shrinkwrap.json", "npm",
                    "pnpm-lock.yaml", NpmPackages.PNPM, "yarn.lock", "yarn", "bun.lock", "bun", "bun.lockb", "bun"));
    private static final Pattern OWN_LOCKS = Pattern
            .compile("(?m)^[ \\t]{0,9}(?:shared-workspace-lockfile\\s{0,4}=|sharedWorkspaceLockfile:)\\s{0,4}false\\b");

    @Override
    public boolean concerns(String path) {
        // what an image copies tells in which directory it installs
        return true;
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        NpmPackages packages = NpmPackages.of(tree);
        for (NpmPackage each : packages.byDirectory().values()) {
            for (String name : LOCKS.keySet()) {
                String why = why(tree, packages, each, name);
                if (why != null) {
                    facts.finding(new Finding(STALE, Severity.LOW, Paths.join(each.directory(), name), 0,
                            "is not used, for " + why + ": delete it"));
                }
            }
        }
    }

    /// @return whether no install reads the lock of that name beside a package
    static boolean isUnused(Tree tree, NpmPackages packages, NpmPackage each, String name) throws IOException {
        return why(tree, packages, each, name) != null;
    }

    private static @Nullable String why(Tree tree, NpmPackages packages, NpmPackage each, String name)
            throws IOException {
        String path = Paths.join(each.directory(), name);
        if (!tree.isFile(path) || name.equals("yarn.lock") && tree.text(path).isBlank()) {
            return null;
        }
        NpmPackage root = packages.rootOf(each.directory());
        if (root != null && LOCKS.keySet().stream().anyMatch(lock -> tree.isFile(Paths.join(root.directory(), lock)))
                && !hasOwnLocks(tree, root) && !isInstalledFrom(packages, each, name)) {
            return "its package is a member of the workspace of " + root.path();
        }
        String manager = LOCKS.get(name);
        return packages.isManagedByOther(each, manager == null ? name : manager)
                ? "the package is managed by another manager than " + manager
                : null;
    }

    private static boolean isInstalledFrom(NpmPackages packages, NpmPackage each, String name) {
        String manager = LOCKS.get(name);
        return manager != null && packages.isInstalledWith(each, manager);
    }

    private static boolean hasOwnLocks(Tree tree, NpmPackage root) throws IOException {
        for (String settings : List.of(".npmrc", "pnpm-workspace.yaml")) {
            if (OWN_LOCKS.matcher(tree.text(Paths.join(root.directory(), settings))).find()) {
                return true;
            }
        }
        return false;
    }
}
