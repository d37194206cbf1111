package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reference.Kind;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.dependency.Installs.Install;
import ink.dreamnet.halo.code.dependency.NpmPackages.NpmPackage;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// A package that is installed with npm, pnpm, Yarn, Bun or Deno should have a lock where the repository shows that it means to
/// use one: an image copies it, CI or an image installs from it, or another package has one. A member of a workspace has that of its root. A
/// library may do without, so without such evidence nothing is said, nor of examples and tests, nor where `.npmrc` or
/// `.yarnrc` turns locks off. However many places need a lock that is not there, it is said once.
@Reports(LockCheck.MISSING)
class NpmLockMissingCheck implements TreeCheck {

    private static final List<String> LOCKS = List.of("package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml",
            "yarn.lock", "bun.lock", "bun.lockb", "deno.lock");
    private static final Pattern OFF = Pattern
            .compile("(?m)^[ \\t]*+(?:package-lock|lockfile|shrinkwrap)\\s*=\\s*false\\b"
                    + "|^--install.no-lockfile true");
    /// Of those that need a lock, so many are named.
    private static final int NAMED = 3;

    @Override
    public int version() {
        return 3;
    }

    @Override
    public boolean concerns(String path) {
        // what an image copies tells in which directory it installs
        return true;
    }

    /// What needs a lock that is not there.
    ///
    /// @param name of the lock
    /// @param candidates where it may be
    /// @param needed by what
    /// @param copied whether an image copies it, and cannot be built without
    private record Need(String name, Set<String> candidates, List<String> needed, boolean copied) {

        Need and(Need other) {
            Set<String> all = new TreeSet<>(candidates);
            all.addAll(other.candidates());
            List<String> both = new ArrayList<>(needed);
            other.needed().stream().filter(each -> !both.contains(each)).forEach(both::add);
            return new Need(name, all, both, copied || other.copied());
        }
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        NpmPackages packages = NpmPackages.of(tree);
        if (packages.byDirectory().isEmpty()) {
            return;
        }
        // by the path of the lock
        Map<String, Need> needs = new TreeMap<>();
        copied(tree, needs);
        installed(tree, packages, needs);
        Set<String> said = new HashSet<>();
        needs.forEach((lock, need) -> {
            said.add(Paths.directory(lock));
            facts.reference(new Reference(
                    new Finding(LockCheck.MISSING, need.copied() ? Severity.HIGH : Severity.MEDIUM,
                            Paths.join(Paths.directory(lock), "package.json"), 0, message(tree, lock, need)),
                    Kind.PATH, List.copyOf(need.candidates())));
        });
        besideOthers(tree, packages, said, facts);
    }

    private static String message(Tree tree, String lock, Need need) {
        List<String> named = need.needed().subList(0, Math.min(NAMED, need.needed().size()));
        int more = need.needed().size() - named.size();
        String others = String.join(", ", LOCKS.stream()
                .filter(other -> tree.isFile(Paths.join(Paths.directory(lock), other))).toList());
        return String.join(", ", named) + (more > 0 ? " and " + more + " more" : "") + ", but there is no "
                + need.name() + " here" + (others.isEmpty() ? "" : ", only " + others);
    }

    /// @param candidates where something that an image copies may be, from the root
    /// @return the directory of the package whose lock that is; null where it is none
    static @Nullable String packageOf(Tree tree, List<String> candidates) {
        for (String candidate : candidates) {
            String directory = Paths.directory(candidate);
            if (LOCKS.contains(Paths.name(candidate)) && tree.isFile(Paths.join(directory, "package.json"))) {
                return directory;
            }
        }
        return null;
    }

    private static void copied(Tree tree, Map<String, Need> needs) throws IOException {
        for (TreeFile entry : tree.files().values()) {
            SourceFile file = DockerfileSteps.reads(entry) ? tree.read(entry.path()) : null;
            if (file == null) {
                continue;
            }
            DockerfileSteps steps = DockerfileSteps.of(tree, file);
            for (DockerfileSteps.Source source : steps.sources()) {
                List<String> candidates = steps.missing(tree, source);
                String directory = packageOf(tree, candidates);
                if (directory != null) {
                    String name = Paths.name(source.path());
                    needs.merge(Paths.join(directory, name), new Need(name, new TreeSet<>(candidates),
                            List.of(file.path() + ":" + source.line() + " copies " + name), true), Need::and);
                }
            }
        }
    }

    private static void installed(Tree tree, NpmPackages packages, Map<String, Need> needs) throws IOException {
        Set<String> written = new HashSet<>();
        for (Install install : packages.installs().all()) {
            NpmPackage each = packages.installedBy(install);
            String manager = install.command().manager();
            String once = install.file() + "\n" + manager + "\n" + install.directory();
            if (!install.command().frozen()) {
                // the first writes it
                written.add(once);
            }
            if (each == null || !install.command().frozen() || !install.command().certain()
                    || written.contains(once) || !depends(each) || isOff(tree, each.directory())) {
                continue;
            }
            List<String> locks = Installs.locks(manager).stream().sorted()
                    .map(lock -> Paths.join(each.directory(), lock)).toList();
            if (locks.stream().noneMatch(tree::isFile)) {
                String name = manager.equals("npm") ? "package-lock.json" : Paths.name(locks.getFirst());
                needs.merge(Paths.join(each.directory(), name),
                        new Need(name, new TreeSet<>(locks), List.of(install.described()), false), Need::and);
            }
        }
    }

    private static void besideOthers(Tree tree, NpmPackages packages, Set<String> said, Facts facts)
            throws IOException {
        Set<String> siblings = new TreeSet<>();
        for (NpmPackage each : packages.byDirectory().values()) {
            if (!Manifests.isBeside(each.directory())) {
                LOCKS.stream().filter(lock -> tree.isFile(Paths.join(each.directory(), lock))).forEach(siblings::add);
            }
        }
        for (NpmPackage each : packages.byDirectory().values()) {
            String directory = each.directory();
            if (directory.isEmpty() || said.contains(directory) || !depends(each) || Manifests.isBeside(directory)
                    || packages.rootOf(directory) != null || packages.isOfLerna(directory)
                    || isLocked(tree, directory)) {
                continue;
            }
            Set<String> wanted = wanted(each, siblings);
            if (!wanted.isEmpty()) {
                facts.reference(new Reference(
                        new Finding(LockCheck.MISSING, Severity.LOW, each.path(), 0,
                                "other packages of the repository have a lock file, but there is none here"),
                        Kind.PATH, wanted.stream().map(lock -> Paths.join(directory, lock)).toList()));
            }
        }
    }

    private static boolean depends(NpmPackage each) {
        return !each.installed("dependencies", "devDependencies", "optionalDependencies").isEmpty();
    }

    /// @param found the locks that others have
    /// @return of these, those that the package's manager writes
    private static Set<String> wanted(NpmPackage each, Set<String> found) {
        String manager = each.manager();
        if (manager == null || found.isEmpty()) {
            return found;
        }
        Set<String> own = new TreeSet<>(LOCKS);
        own.removeIf(lock -> !manager.equals(UnusedLockCheck.LOCKS.get(lock)));
        return own;
    }

    /// @return whether a directory or one above has a lock, or says that there shall be none
    private static boolean isLocked(Tree tree, String directory) throws IOException {
        for (String at = directory;; at = Paths.directory(at)) {
            String here = at;
            if (LOCKS.stream().anyMatch(lock -> tree.isFile(Paths.join(here, lock)))) {
                return true;
            }
            if (at.isEmpty()) {
                return isOff(tree, directory);
            }
        }
    }

    /// @return whether settings of a directory or of one above say that there shall be no lock
    private static boolean isOff(Tree tree, String directory) throws IOException {
        for (String at = directory;; at = Paths.directory(at)) {
            for (String settings : List.of(".npmrc", ".yarnrc")) {
                if (OFF.matcher(tree.text(Paths.join(at, settings))).find()) {
                    return true;
                }
            }
            if (at.isEmpty()) {
                return false;
            }
        }
    }
}
