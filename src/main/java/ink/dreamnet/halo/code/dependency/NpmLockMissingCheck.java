package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reference.Kind;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.dependency.NpmPackages.NpmPackage;
import ink.dreamnet.halo.core.Severity;

/// A package that is installed with npm, pnpm, Yarn, Bun or Deno should have a lock where the repository shows that it means to
/// use one: its CI installs from the lock, or another package of it has one. A member of a workspace has that of its root. A
/// library may do without, so without such evidence nothing is said, nor of examples and tests, nor where `.npmrc` or
/// `.yarnrc` turns locks off.
@Reports(LockCheck.MISSING)
class NpmLockMissingCheck implements TreeCheck {

    private static final List<String> LOCKS = List.of("package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml",
            "yarn.lock", "bun.lock", "bun.lockb", "deno.lock");
    private static final Set<String> USUAL = Set.of("package-lock.json", "bun.lock");
    private static final Set<String> SETTINGS = Set.of("package.json", "pnpm-workspace.yaml", ".npmrc", ".yarnrc",
            "lerna.json");
    private static final Map<Pattern, List<String>> FROZEN = Map.of(
            Pattern.compile("\\bnpm (?:ci|clean-install)\\b"), List.of("package-lock.json", "npm-shrinkwrap.json"),
            Pattern.compile("\\bpnpm [\\w -]{0,80}--frozen-lockfile"), List.of("pnpm-lock.yaml"),
            Pattern.compile("\\byarn(?: [\\w -]{0,80})? --(?:frozen-lockfile|immutable)\\b"), List.of("yarn.lock"),
            Pattern.compile("\\bbun [\\w -]{0,80}--frozen-lockfile"), List.of("bun.lock", "bun.lockb"));
    private static final Pattern OFF = Pattern
            .compile("(?m)^[ \\t]*+(?:package-lock|lockfile|shrinkwrap)\\s*=\\s*false\\b"
                    + "|^--install.no-lockfile true");

    @Override
    public int version() {
        return 3;
    }

    @Override
    public boolean concerns(String path) {
        String name = Paths.name(path);
        return SETTINGS.contains(name) || LOCKS.contains(name) || Pipelines.isOne(path);
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        NpmPackages packages = NpmPackages.of(tree);
        Set<String> siblings = new TreeSet<>();
        for (NpmPackage each : packages.byDirectory().values()) {
            if (!Manifests.isBeside(each.directory())) {
                LOCKS.stream().filter(lock -> tree.isFile(Paths.join(each.directory(), lock))).forEach(siblings::add);
            }
        }
        for (NpmPackage each : packages.byDirectory().values()) {
            boolean depends = !each.installed("dependencies", "devDependencies", "optionalDependencies").isEmpty();
            if (!depends || Manifests.isBeside(each.directory()) || packages.rootOf(each.directory()) != null
                    || packages.isOfLerna(each.directory()) || isLocked(tree, each.directory())) {
                continue;
            }
            boolean root = each.directory().isEmpty();
            Map<String, String> installed = root ? installedFromLock(tree) : Map.of();
            Set<String> wanted = wanted(each, root ? installed.keySet() : siblings);
            if (!wanted.isEmpty()) {
                Severity severity = root ? Severity.MEDIUM : Severity.LOW;
                String evidence = root
                        ? evidence(installed)
                        : "other packages of the repository have a lock file";
                facts.reference(new Reference(
                        new Finding(LockCheck.MISSING, severity, each.path(), 0, evidence + ", but there is none here"),
                        Kind.PATH, wanted.stream().map(lock -> Paths.join(each.directory(), lock)).toList()));
            }
        }
    }

    /// @param found the locks that others have, or that CI reads
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

    /// @param installed by the name of a lock; of two that one command reads, the usual one is said
    private static String evidence(Map<String, String> installed) {
        Map<String, String> byPlace = new LinkedHashMap<>();
        installed.forEach(
                (lock, place) -> byPlace.merge(place, lock, (one, other) -> USUAL.contains(one) ? one : other));
        return byPlace.entrySet().stream().map(each -> each.getKey() + " installs from " + each.getValue())
                .collect(Collectors.joining(" and "));
    }

    /// @return the locks that CI installs the root from, and the file and line where; one that git ignores for another manager is no excuse
    private static Map<String, String> installedFromLock(Tree tree) throws IOException {
        Map<String, String> locks = new TreeMap<>();
        for (SourceFile file : Pipelines.in(tree)) {
            String text = file.textOrEmpty();
            boolean elsewhere = text.contains("working-directory") || text.contains("cd ")
                    || text.contains("--prefix");
            if (!elsewhere) {
                FROZEN.forEach((command, names) -> {
                    Matcher found = command.matcher(text);
                    if (found.find()) {
                        names.forEach(lock -> locks.putIfAbsent(lock, file.path() + ":" + file.line(found.start())));
                    }
                });
            }
        }
        return locks;
    }
}
