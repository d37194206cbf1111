package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.stream.Stream;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.dependency.NpmPackages.NpmPackage;
import ink.dreamnet.halo.code.format.InvalidFileException;
import org.jspecify.annotations.Nullable;

/// Compares each `package.json` with the lock beside it that one of the package managers for JavaScript reads, and so the members of its
/// workspace.
abstract class NpmLockCheck extends LockCheck {

    /// @param files the ends of the paths that concern it, beside those that say which packages there are
    NpmLockCheck(String... files) {
        super(Stream.concat(Stream.of("package.json", "pnpm-workspace.yaml", ".npmrc"), Stream.of(files))
                .toArray(String[]::new));
    }

    @Override
    public int version() {
        return 2;
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
                check(packages, root, lock, facts);
            } catch (InvalidFileException broken) {
                facts.finding(invalid(lock.path(), broken));
            }
        }
    }

    /// @return the lock beside a package; null where it has none to compare
    abstract @Nullable SourceFile lock(Tree tree, NpmPackage root) throws IOException;

    /// @param root the package beside the lock
    /// @throws InvalidFileException where it is none
    abstract void check(NpmPackages packages, NpmPackage root, SourceFile lock, Facts facts)
            throws InvalidFileException;
}
