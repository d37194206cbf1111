package ink.dreamnet.halo.code.workflow;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.core.Severity;

/// Steps that fail each time for what else the repository says: pnpm that is not there yet, or comes in another version than
/// `package.json` and the lock file need.
@Reports(WorkflowStepCheck.CODE)
class WorkflowStepCheck implements TreeCheck {

    static final String CODE = "repo.workflow-step-fails";

    private static final String PNPM_ACTION = "pnpm/action-setup@";
    /// From this version on it compares (pull request 122 of pnpm/action-setup).
    private static final int COMPARES = 4;
    private static final Pattern MAJOR = Pattern
            .compile("@v(\\d{1,3})(?:\\.\\d{1,4}){0,2}$|#[ \\t]{0,4}v(\\d{1,3})\\b");
    private static final Pattern HOSTED = Pattern.compile("(?:ubuntu|windows|macos)-[\\w.-]{1,30}");
    /// What installs no pnpm.
    private static final Pattern HARMLESS = Pattern.compile("(?:actions|github|docker|step-security|gitleaks|"
            + "trufflesecurity|aws-actions|google-github-actions)/.{1,200}");
    private static final Pattern MAY_INSTALL = Pattern
            .compile("pnpm|corepack|volta|mise|asdf|nix|brew|install\\.sh|\\./");
    private static final Pattern FROZEN = Pattern
            .compile("\\bpnpm (?:i|install) [\\w= -]{0,80}--frozen-lockfile(?!=false)");
    private static final Pattern LOCK = Pattern.compile("(?m)^lockfileVersion: '?9\\.");
    private static final Pattern VERSION = Pattern.compile("\\d{1,3}(?:\\.[\\w.-]{1,40})?");

    @Override
    public boolean weighsItself() {
        return true;
    }

    @Override
    public boolean concerns(String path) {
        return Place.isWorkflow(path) || Paths.name(path).equals("package.json") || path.equals("pnpm-lock.yaml");
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        for (TreeFile entry : tree.files().values()) {
            SourceFile file = Workflow.isRead(entry) ? tree.read(entry.path()) : null;
            if (file != null && file.textOrEmpty().contains("pnpm")) {
                Workflow workflow = Workflow.of(file);
                for (Item job : workflow.jobs().values()) {
                    if (!Workflow.isOff(job)) {
                        order(workflow, job, facts);
                        versions(tree, workflow, job, facts);
                    }
                }
            }
        }
    }

    /// setup-node asks pnpm where its store is, so that pnpm has to be there.
    private static void order(Workflow workflow, Item job, Facts facts) {
        boolean hosted = HOSTED.matcher(job.get("runs-on").text("")).matches() && !job.has("container");
        for (Item step : hosted ? job.get("steps").items() : List.<Item>of()) {
            String uses = step.get("uses").text("");
            boolean caches = uses.startsWith("actions/setup-node@") && Workflow.with(step, "cache").equals("pnpm");
            if (caches && !Workflow.isOff(step)) {
                facts.finding(new Finding(CODE, Severity.MEDIUM, workflow.path(), step.get("with", "cache").line(),
                        "setup-node with cache: pnpm comes before pnpm is installed, and fails: put the step that installs "
                                + "pnpm before it"));
                return;
            }
            if (caches || MAY_INSTALL.matcher(step.get("run").text("")).find()
                    || !uses.isEmpty() && !HARMLESS.matcher(uses).matches()) {
                return;
            }
        }
    }

    private static void versions(Tree tree, Workflow workflow, Item job, Facts facts) throws IOException {
        boolean checkedOut = false;
        for (Item step : job.get("steps").items()) {
            String uses = step.get("uses").text("");
            String version = Workflow.with(step, "version");
            if (uses.startsWith("actions/checkout@")) {
                checkedOut = Workflow.with(step, "repository").isEmpty() && Workflow.with(step, "path").isEmpty();
            } else if (uses.startsWith(PNPM_ACTION) && checkedOut && VERSION.matcher(version).matches()
                    && !Workflow.isOff(step)) {
                Item at = step.get("with", "version");
                String manifest = Workflow.with(step, "package_json_file");
                String named = named(tree, manifest.isEmpty() ? "package.json" : manifest);
                if (named.startsWith("pnpm@") && !version.equals(named.substring(5))
                        && !version.equals(beforeHash(named.substring(5))) && major(workflow, step) >= COMPARES) {
                    facts.finding(new Finding(CODE, Severity.MEDIUM, workflow.path(), at.line(),
                            "pnpm/action-setup is given version " + version + " and package.json has packageManager "
                                    + beforeHash(named) + ": it refuses two versions; leave out the one here"));
                } else if (isOld(version) && LOCK.matcher(tree.text("pnpm-lock.yaml")).find() && installsFrozen(job)) {
                    facts.finding(new Finding(CODE, Severity.MEDIUM, workflow.path(), at.line(), "pnpm " + version
                            + " does not read pnpm-lock.yaml, which pnpm 9 or later wrote, so that --frozen-lockfile fails"));
                }
            }
        }
    }

    private static String named(Tree tree, String manifest) throws IOException {
        SourceFile file = tree.read(manifest);
        return file == null ? "" : file.json().content().get("packageManager").text("");
    }

    private static String beforeHash(String version) {
        int hash = version.indexOf('+');
        return hash < 0 ? version : version.substring(0, hash);
    }

    private static boolean isOld(String version) {
        int dot = version.indexOf('.');
        return Integer.parseInt(dot < 0 ? version : version.substring(0, dot)) < 9;
    }

    private static boolean installsFrozen(Item job) {
        return job.get("steps").items().stream()
                .anyMatch(step -> !step.has("working-directory") && FROZEN.matcher(step.get("run").text("")).find());
    }

    /// @return the major version of the action, also where a commit is named and a comment says its version; 0 where it is unknown
    private static int major(Workflow workflow, Item step) {
        String[] lines = workflow.file().textOrEmpty().split("\n", -1);
        int line = step.get("uses").line();
        String written = line > 0 && line <= lines.length
                ? lines[line - 1].strip().replace("\"", "").replace("'", "")
                : "";
        Matcher major = MAJOR.matcher(written);
        if (!major.find()) {
            return 0;
        }
        return Integer.parseInt(major.group(1) == null ? major.group(2) : major.group(1));
    }
}
