package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.Set;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.dependency.NpmPackages.NpmPackage;
import ink.dreamnet.halo.core.Severity;

/// A dependency with the protocol `workspace:` must be the name of a package of the repository.
@Reports(ReferenceCheck.MEMBER)
class WorkspaceNameCheck implements TreeCheck {

    @Override
    public boolean concerns(String path) {
        return path.endsWith("package.json");
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        NpmPackages packages = NpmPackages.of(tree);
        Set<String> names = packages.names();
        for (NpmPackage each : packages.byDirectory().values()) {
            each.installed("dependencies", "devDependencies", "optionalDependencies").forEach((name, spec) -> {
                String written = spec.text("").strip();
                String range = written.startsWith("workspace:") ? written.substring("workspace:".length()) : "/";
                int alias = range.lastIndexOf('@');
                String wanted = alias > 0 ? range.substring(0, alias) : name;
                boolean byPath = range.startsWith(".") || alias <= 0 && range.contains("/");
                if (!byPath && !names.contains(wanted)) {
                    facts.finding(new Finding(ReferenceCheck.MEMBER, Severity.HIGH, each.path(), spec.line(),
                            name + " is " + written + ", but no package of the repository has the name " + wanted));
                }
            });
        }
    }
}
