package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.dependency.NpmPackages.NpmPackage;
import ink.dreamnet.halo.code.format.InvalidFileException;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// Compares each `package.json` with the lock beside it that one of the package managers for JavaScript reads, and so the members of its
/// workspace: high, or medium where another lock beside it fits and no manager is known.
abstract class NpmLockCheck extends LockCheck {

    @Override
    public final boolean concerns(String path) {
        // what an image copies tells in which directory it installs
        return true;
    }

    @Override
    public int version() {
        return 3;
    }

    @Override
    public final void check(Tree tree, Facts facts) throws IOException {
        NpmPackages packages = NpmPackages.of(tree);
        for (NpmPackage root : packages.byDirectory().values()) {
            SourceFile lock = lock(tree, root);
            if (lock == null || UnusedLockCheck.isUnused(tree, packages, root, lock.entry().name())) {
                continue;
            }
            try {
                report(tree, packages, root, lock, differences(packages, root, lock, facts::finding), facts);
            } catch (InvalidFileException broken) {
                facts.finding(invalid(lock.path(), broken));
            }
        }
    }

    /// @return the lock beside a package; null where it has none to compare
    abstract @Nullable SourceFile lock(Tree tree, NpmPackage root) throws IOException;

    /// @param root the package beside the lock
    /// @param stale takes what the lock remembers otherwise, and holds nevertheless
    /// @throws InvalidFileException where it is none
    abstract Differences differences(NpmPackages packages, NpmPackage root, SourceFile lock, Consumer<Finding> stale)
            throws InvalidFileException;

    /// Where nobody says whose lock counts and another one fits, this one was forgotten rather than that an install fails.
    private static void report(Tree tree, NpmPackages packages, NpmPackage root, SourceFile lock,
            Differences differences, Facts facts) throws IOException {
        String name = lock.entry().name();
        String manager = UnusedLockCheck.LOCKS.getOrDefault(name, name);
        String fitting = differences.isEmpty() || packages.isManagedBy(root, manager)
                ? null
                : fitting(tree, packages, root, manager);
        if (fitting == null) {
            differences.report(facts);
            return;
        }
        Finding finding = differences.finding();
        facts.finding(new Finding(finding.code(), Severity.MEDIUM, finding.path(), finding.line(),
                name + " and " + fitting + " are both here, and only " + fitting
                        + " fits package.json: delete or renew "
                        + name + " (" + finding.message() + ")"));
    }

    /// @return the name of a lock of another manager that fits; null where there is none
    private static @Nullable String fitting(Tree tree, NpmPackages packages, NpmPackage root, String manager)
            throws IOException {
        for (NpmLockCheck other : List.of(new PackageLockCheck(), new PnpmLockCheck(), new YarnLockCheck())) {
            SourceFile lock = other.lock(tree, root);
            if (lock != null && !manager.equals(UnusedLockCheck.LOCKS.get(lock.entry().name()))
                    && other.fits(packages, root, lock)) {
                return lock.entry().name();
            }
        }
        return null;
    }

    private boolean fits(NpmPackages packages, NpmPackage root, SourceFile lock) {
        try {
            return differences(packages, root, lock, stale -> {
            }).isEmpty();
        } catch (InvalidFileException broken) {
            return false;
        }
    }
}
