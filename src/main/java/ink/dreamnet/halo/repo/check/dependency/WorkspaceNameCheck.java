package ink.dreamnet.halo.repo.check.dependency;

import java.io.IOException;
import java.util.Set;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.repo.check.Facts;
import ink.dreamnet.halo.repo.check.Finding;
import ink.dreamnet.halo.repo.check.Tree;
import ink.dreamnet.halo.repo.check.TreeCheck;
import ink.dreamnet.halo.repo.check.dependency.NpmPackages.NpmPackage;
import org.springframework.stereotype.Component;

/// A dependency with the protocol `workspace:` must be the name of a package of the repository.
@Component
class WorkspaceNameCheck implements TreeCheck {

    @Override
    public boolean concerns(String path) {
        return NpmPackages.concerns(path);
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
                    facts.finding(
                            new Finding("repo.workspace-member-missing", Severity.HIGH, each.path(), spec.line(), name
                                    + " is " + written + ", but no package of the repository has the name " + wanted));
                }
            });
        }
    }
}
