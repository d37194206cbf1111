package ink.dreamnet.halo.code.dependency;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reference.Kind;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;

/// The actions and workflows of the repository itself that a workflow of GitHub uses must exist. They are named from the root:
/// `uses: ./.github/actions/setup`. Others may be
/// brought along by the workflow itself.
@Reports(ReferenceCheck.FILE)
class WorkflowReferenceCheck implements FileCheck {

    private static final Pattern PLACE = Pattern
            .compile("\\.github/(?:workflows/[^/]{1,200}|actions/.{1,300}/action)\\.ya?ml");
    private static final Pattern USES = Pattern
            .compile(
                    "(?m)^[ \\t]{0,60}(?:-[ \\t]{1,8})?uses:[ \\t]{0,8}[\"']?\\./(\\.github/(?:actions|workflows)/[\\w./-]{1,300})[\"']?[ \\t\\r]{0,8}(?:#.{0,500})?$");
    /// What is checked out in place of this repository.
    private static final Pattern OF_ANOTHER = Pattern.compile(
            "(?m)^[ \\t]{1,60}repository:[ \\t]{0,8}[\"']?(?!\\$\\{\\{ ?github\\.repository)");
    private static final List<String> ACTIONS = List.of("/action.yml", "/action.yaml", "/Dockerfile");

    @Override
    public int version() {
        return 2;
    }

    @Override
    public boolean reads(TreeFile file) {
        return PLACE.matcher(file.path()).matches() && file.size() <= Manifests.LARGEST;
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        if (OF_ANOTHER.matcher(file.textOrEmpty()).find()) {
            return;
        }
        for (Matcher uses = USES.matcher(file.textOrEmpty()); uses.find();) {
            String path = uses.group(1).replaceAll("/+$", "");
            List<String> candidates = path.endsWith(".yml") || path.endsWith(".yaml")
                    ? List.of(path)
                    : ACTIONS.stream().map(path::concat).toList();
            facts.reference(new Reference(new Finding(ReferenceCheck.FILE, Severity.HIGH, file.path(),
                    file.line(uses.start(1)), "uses ./" + path + ", which does not exist"), Kind.PATH, candidates));
        }
    }
}
