package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.dependency.NpmPackages.NpmPackage;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.core.Severity;

/// A dependency with the protocol `workspace:` must be the name of a package of the repository, with a version in its range; another one
/// on a member of the workspace is not linked where the member has another version.
@Reports(ReferenceCheck.MEMBER)
class WorkspaceNameCheck implements TreeCheck {

    private static final List<String> OTHER_LOCKS = List.of("package-lock.json", "npm-shrinkwrap.json", "yarn.lock");

    @Override
    public boolean concerns(String path) {
        return path.endsWith("package.json") || Paths.name(path).equals("pnpm-workspace.yaml")
                || OTHER_LOCKS.contains(Paths.name(path));
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        NpmPackages packages = NpmPackages.of(tree);
        Map<String, List<NpmPackage>> named = packages.byDirectory().values().stream()
                .collect(Collectors.groupingBy(each -> each.manifest().get("name").text("")));
        for (NpmPackage each : packages.byDirectory().values()) {
            each.installed("dependencies", "devDependencies", "optionalDependencies").forEach((name, spec) -> {
                String written = spec.text("").strip();
                if (!written.startsWith("workspace:")) {
                    drifted(tree, packages, each, name, spec, named.getOrDefault(name, List.of()), facts);
                    return;
                }
                String range = written.substring("workspace:".length());
                int alias = range.lastIndexOf('@');
                String wanted = alias > 0 ? range.substring(0, alias) : name;
                if (range.startsWith(".") || alias <= 0 && range.contains("/")) {
                    return;
                }
                List<NpmPackage> found = named.getOrDefault(wanted, List.of());
                String clause = found.isEmpty()
                        ? "no package of the repository has the name " + wanted
                        : found.size() == 1 && !allows(range.substring(alias + 1), found.getFirst())
                                ? found.getFirst().path() + " has the version " + version(found.getFirst())
                                : null;
                if (clause != null) {
                    facts.finding(new Finding(ReferenceCheck.MEMBER, Severity.HIGH, each.path(), spec.line(),
                            name + " is " + written + ", but " + clause));
                }
            });
        }
    }

    /// A range that the member of the workspace is not in is looked for in the registry, which has no private package. What locks of npm and
    /// Yarn say of it, their own checks tell.
    private static void drifted(Tree tree, NpmPackages packages, NpmPackage each, String name, Item spec,
            List<NpmPackage> found, Facts facts) {
        NpmPackage root = found.size() == 1 ? packages.rootOf(found.getFirst().directory()) : null;
        if (root == null || each != root && root != packages.rootOf(each.directory()) || root.forced().contains(name)
                || allows(spec.text("").strip(), found.getFirst())) {
            return;
        }
        if (OTHER_LOCKS.stream().anyMatch(lock -> tree.isFile(Paths.join(root.directory(), lock)))) {
            return;
        }
        boolean isPrivate = found.getFirst().manifest().get("private").isTrue();
        facts.finding(new Finding(ReferenceCheck.MEMBER, isPrivate ? Severity.MEDIUM : Severity.LOW, each.path(),
                spec.line(), name + " is " + spec.text("") + ", but " + found.getFirst().path() + " has the version "
                        + version(found.getFirst()) + " and is not linked"
                        + (isPrivate ? "; no registry has it, for it is private" : "")));
    }

    private static String version(NpmPackage each) {
        return each.manifest().get("version").text("");
    }

    /// @return whether a package's version is in a range, also where that is not known
    private static boolean allows(String range, NpmPackage each) {
        SemanticVersion version = SemanticVersion.parse(version(each));
        VersionRange allowed = range.isEmpty() || range.equals("^") || range.equals("~") || range.equals("*")
                ? null
                : VersionRange.npm(range);
        return version == null || !version.pre().isEmpty() || allowed == null || allowed.allows(version);
    }
}
