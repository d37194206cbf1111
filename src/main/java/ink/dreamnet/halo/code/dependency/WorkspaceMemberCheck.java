package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.dependency.NpmPackages.NpmPackage;
import ink.dreamnet.halo.code.dependency.NpmPackages.Workspace;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.core.Severity;

/// The members of a workspace that are named without a wildcard must exist, as its manager reads them: pnpm reads `pnpm-workspace.yaml`,
/// others the `workspaces` of `package.json`. What these name under pnpm, and that file does not, is reported once and with low severity.
@Reports(ReferenceCheck.MEMBER)
class WorkspaceMemberCheck implements TreeCheck {

    private static final String OF_PNPM = "pnpm-workspace.yaml";

    @Override
    public boolean concerns(String path) {
        return path.endsWith("package.json") || path.endsWith(OF_PNPM);
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        NpmPackages packages = NpmPackages.of(tree);
        for (SourceFile file : Manifests.in(tree, OF_PNPM)) {
            new Expected(file, facts).members(file.yaml().content().get("packages"), "package.json");
        }
        for (NpmPackage each : packages.byDirectory().values()) {
            Item list = each.manifest().get("workspaces");
            Item declared = list.isMap() ? list.get("packages") : list;
            SourceFile file = declared.items().isEmpty() ? null : tree.read(each.path());
            if (file != null && NpmPackages.PNPM.equals(each.manager())) {
                unread(packages, each, declared, facts);
            } else if (file != null) {
                new Expected(file, facts).members(declared, "package.json");
            }
        }
    }

    private static void unread(NpmPackages packages, NpmPackage each, Item declared, Facts facts) {
        List<Workspace> read = each.pnpm();
        if (read == null) {
            facts.finding(new Finding(ReferenceCheck.MEMBER, Severity.LOW, each.path(), declared.line(),
                    "pnpm does not read workspaces, and there is no " + OF_PNPM + " here"));
            return;
        }
        Set<NpmPackage> members = new HashSet<>(packages.members(each, NpmPackages.PNPM));
        List<String> others = new ArrayList<>();
        for (Item name : declared.texts()) {
            Workspace workspace = Workspace.of(name.text(""));
            List<NpmPackage> meant = packages.byDirectory().values().stream()
                    .filter(one -> Paths.isBelow(each.directory(), one.directory()) && workspace.directories()
                            .matches(Paths.relative(each.directory(), one.directory())))
                    .toList();
            String path = Paths.resolve("", name.text(""));
            boolean gone = meant.isEmpty() && path != null && path.indexOf('*') < 0
                    && read.stream().noneMatch(one -> one.members() && one.directories().matches(path));
            if (workspace.members() && (gone || !members.containsAll(meant))) {
                others.add(name.text(""));
            }
        }
        if (!others.isEmpty()) {
            facts.finding(new Finding(ReferenceCheck.MEMBER, Severity.LOW, each.path(), declared.line(),
                    "pnpm does not read workspaces, which name " + String.join(", ", others) + " otherwise than "
                            + OF_PNPM + " beside it"));
        }
    }
}
