package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.dependency.NpmPackages.NpmPackage;
import ink.dreamnet.halo.code.format.InvalidFileException;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.code.format.Json;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// A `package-lock.json` or `npm-shrinkwrap.json` (versions 1 to 3) must hold what `package.json`, and those of its workspace,
/// declare: `npm ci` refuses otherwise. A lock that only remembers another range, of which the locked version is still good, is
/// reported with low severity. Overridden packages and absent optional or peer dependencies are not judged.
@Reports({LockCheck.INVALID, LockCheck.MISMATCH, LockCheck.STALE})
class PackageLockCheck extends NpmLockCheck {

    private static final Set<String> KEPT = Set.of("version", "link", "resolved", "name", "dependencies",
            "devDependencies", "optionalDependencies");

    @Override
    @Nullable
    SourceFile lock(Tree tree, NpmPackage root) throws IOException {
        SourceFile lock = tree.read(Paths.join(root.directory(), "npm-shrinkwrap.json"));
        return lock != null ? lock : tree.read(Paths.join(root.directory(), "package-lock.json"));
    }

    @Override
    Differences differences(NpmPackages packages, NpmPackage root, SourceFile file, Consumer<Finding> stale)
            throws InvalidFileException {
        Item lock = Json.read(file.text(), PackageLockCheck::wants).orThrow();
        if (!lock.isMap()) {
            throw new InvalidFileException(1, "is not a JSON object");
        }
        Item entries = lock.get("packages");
        Differences differences = new Differences(file.path());
        Judge judge = new Judge(packages, root, root, lock, file.path(), differences, stale);
        judge.declared();
        if (!entries.isMap()) {
            return differences;
        }
        judge.remembered(entries.get(""));
        for (NpmPackage member : packages.members(root, "npm")) {
            String place = Paths.relative(root.directory(), member.directory());
            if (entries.has(place)) {
                new Judge(packages, root, member, lock, file.path(), differences, stale).declared();
            } else {
                differences.addMember(member.path());
            }
        }
        return differences;
    }

    /// Of what is installed only the version is of interest, and of what is not, what it depends on.
    private static boolean wants(List<String> path) {
        if (path.getFirst().equals("packages") && path.size() == 3) {
            String entry = path.get(1);
            String key = path.get(2);
            return KEPT.contains(key) && (!entry.contains("node_modules/") || !key.endsWith("ependencies"));
        }
        if (path.getFirst().equals("dependencies")) {
            return path.size() < 3 || path.size() == 3 && path.get(2).equals("version");
        }
        return path.getFirst().equals("packages") || path.getFirst().equals("lockfileVersion");
    }

    /// Compares one package with the lock.
    private record Judge(NpmPackages packages, NpmPackage root, NpmPackage judged, Item lock, String lockPath,
            Differences differences, Consumer<Finding> staleness) {

        void declared() {
            Set<String> forced = root.forced();
            Map<String, Item> all = judged.installed("peerDependencies", "dependencies", "optionalDependencies",
                    "devDependencies");
            Map<String, Item> needed = judged.installed("dependencies", "devDependencies");
            Item optional = judged.manifest().get("optionalDependencies");
            all.forEach((name, spec) -> {
                Item locked = locked(name);
                String range = spec.text("");
                boolean must = needed.containsKey(name)
                        && (!optional.has(name) || judged.manifest().get("devDependencies").has(name));
                if (locked == null && must && !forced.contains(name)) {
                    mismatch(spec, name + " " + range + " is not in " + lockPath);
                } else if (locked != null && !forced.contains(name) && !isGood(locked, range)) {
                    mismatch(spec, name + " must be " + range + ", but " + lockPath + " has "
                            + locked.get("version").text(""));
                } else if (must && !forced.contains(name) && member(name) instanceof NpmPackage member
                        && !isGood(member.manifest(), range)) {
                    // npm links no member whose version does not satisfy the range, and the lock has no other
                    mismatch(spec, name + " must be " + range + ", but " + member.path() + " has "
                            + member.manifest().get("version").text("") + ", and " + lockPath + " no other");
                }
            });
        }

        /// The lock repeats what the root declared when it was made.
        void remembered(Item entry) {
            Set<String> forced = root.forced();
            for (String kind : List.of("dependencies", "devDependencies", "optionalDependencies")) {
                Map<String, Item> now = judged.manifest().get(kind).entries();
                entry.get(kind).entries().forEach((name, then) -> {
                    Item spec = now.get(name);
                    if (spec != null && !spec.text("").strip().equals(then.text("").strip())
                            && !forced.contains(name)) {
                        Item locked = locked(name);
                        if (locked != null && isGood(locked, spec.text(""))) {
                            stale(judged.path(), spec.line(),
                                    name + " is " + spec.text("") + " here and " + then.text("") + " in " + lockPath);
                        }
                    } else if (spec == null && judged
                            .installed("dependencies", "devDependencies", "optionalDependencies").get(name) == null) {
                        stale(lockPath, then.line(), name + " is not in " + judged.path() + " any more");
                    }
                });
            }
        }

        private void mismatch(Item spec, String message) {
            differences.add(judged.path(), spec.line(), message);
        }

        private void stale(String path, int line, String message) {
            staleness.accept(new Finding(STALE, Severity.LOW, path, line, message));
        }

        private @Nullable Item locked(String name) {
            Item entries = lock.get("packages");
            if (!entries.isMap()) {
                return lock.get("dependencies").entries().get(name);
            }
            Item found = entry(entries, name);
            return found != null && found.get("link").isTrue()
                    ? entries.entries().getOrDefault(found.get("resolved").text(""), found)
                    : found;
        }

        /// @return the member of the workspace to which the lock links a name; null where it is something else
        private @Nullable NpmPackage member(String name) {
            Item found = entry(lock.get("packages"), name);
            return found != null && found.get("link").isTrue()
                    ? packages.byDirectory().get(Paths.join(root.directory(), found.get("resolved").text("")))
                    : null;
        }

        private @Nullable Item entry(Item entries, String name) {
            String place = Paths.relative(root.directory(), judged.directory());
            while (true) {
                Item found = entries.entries().get(Paths.join(place, "node_modules/" + name));
                if (found != null || place.isEmpty()) {
                    return found;
                }
                place = Paths.directory(place);
            }
        }

        private static boolean isGood(Item locked, String spec) {
            String range = spec.strip();
            if (range.startsWith("npm:")) {
                int version = range.indexOf('@', 5);
                range = version < 0 ? "*" : range.substring(version + 1);
            }
            VersionRange allowed = VersionRange.npm(range);
            String exact = locked.get("version").text("");
            // version 1 says `npm:name@1.0.0` of an alias
            SemanticVersion version = SemanticVersion
                    .parse(exact.startsWith("npm:") ? exact.substring(exact.lastIndexOf('@') + 1) : exact);
            return allowed == null || version == null || range.equals("*") || range.isEmpty()
                    || allowed.allows(version);
        }
    }
}
