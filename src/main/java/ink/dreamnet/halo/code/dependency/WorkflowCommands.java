package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.ShellScript;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.Item;
import org.jspecify.annotations.Nullable;

/// What the steps of GitHub's workflows run, once the repository was checked out at the root, for as long as nothing else can have come
/// there.
final class WorkflowCommands {

    private static final Pattern CHECKOUT = Pattern.compile("actions/checkout@.*");
    /// Actions that bring files along.
    private static final Pattern BRINGING = Pattern
            .compile("(?i).*(?:download|cache|artifact|fetch|clone|checkout|restore|import|sync|pull).*");
    private static final Set<String> SHELLS = Set.of("", "bash", "sh", "pwsh", "powershell", "cmd");
    /// Programs that bring files along, and the first argument with which they do; any where there is none.
    private static final Pattern BRINGS = Pattern.compile(
            "git (?:checkout|switch|clone|worktree|pull|merge|reset|apply|submodule|stash|restore|lfs|-C) .*"
                    + "|(?:unzip|tar|rsync|aws|gsutil|gcloud|az|svn|hg|dvc|scp|7z|degit|patch) .*|gh (?:release|run|repo|pr) .*");
    private static final Pattern CHANGES_SCRIPTS = Pattern.compile(
            "(?:npm|pnpm|yarn) (?:pkg|init|create|set-script|dlx) .*|(?:sed|jq|npx|mv|cp|git) .*package\\.json.*|npm init");

    private final String path;
    private final String defaultDirectory;
    private final List<WrittenCommand> commands = new ArrayList<>();

    private WorkflowCommands(String path, Item workflow) {
        this.path = path;
        this.defaultDirectory = workflow.get("defaults", "run", "working-directory").text("");
    }

    /// @return those of each workflow
    static List<List<WrittenCommand>> in(Tree tree) throws IOException {
        List<List<WrittenCommand>> all = new ArrayList<>();
        for (TreeFile entry : tree.files().values()) {
            boolean reads = Place.isWorkflow(entry.path()) && Place.isFile(entry)
                    && entry.size() <= Manifests.LARGEST;
            SourceFile file = reads ? tree.read(entry.path()) : null;
            if (file != null) {
                Item workflow = file.yaml().content();
                WorkflowCommands read = new WorkflowCommands(entry.path(), workflow);
                workflow.get("jobs").entries().values().forEach(read::job);
                all.add(read.commands);
            }
        }
        return all;
    }

    private void job(Item job) {
        boolean checkedOut = false;
        boolean files = true;
        boolean scripts = true;
        String shell = job.get("defaults", "run", "shell").text("");
        String directory = job.get("defaults", "run", "working-directory").text(defaultDirectory);
        boolean heeded = !job.get("continue-on-error").isTrue();
        for (Item step : isConditional(job) ? List.<Item>of() : job.get("steps").items()) {
            String uses = step.get("uses").text("");
            if (isCheckout(step)) {
                if (!isOfThisCommit(step.get("with"))) {
                    return;
                }
                checkedOut = true;
            } else if (BRINGING.matcher(uses).matches()) {
                files &= isAside(step.get("with", "path").text("."));
            }
            String run = step.get("run").text("");
            List<ShellScript.Command> read = ShellScript.commands(run, directory(step, directory));
            boolean known = checkedOut && !isConditional(step)
                    && SHELLS.contains(step.get("shell").text(shell).split(" ")[0]);
            int first = step.get("run").line() + (run.indexOf('\n') >= 0 ? 1 : 0);
            for (ShellScript.Command command : read) {
                String line = String.join(" ", command.words());
                files &= !BRINGS.matcher(line).matches();
                scripts &= !CHANGES_SCRIPTS.matcher(line).matches()
                        && command.written().stream().noneMatch(to -> Paths.name(to).equals("package.json"));
                if (known) {
                    commands.add(new WrittenCommand(path, first + command.line(), "", command,
                            heeded && !step.get("continue-on-error").isTrue(), files, scripts));
                }
            }
        }
    }

    /// @return where a step runs, from the root; what is no directory where that is not written
    private static String directory(Item step, String otherwise) {
        String written = step.get("working-directory").text(otherwise);
        String resolved = written.startsWith("/") ? null : Paths.resolve("", written);
        return resolved == null ? "/" : resolved;
    }

    /// @param paths to which an action brings files, one a line
    /// @return whether none of them is where sources are
    private static boolean isAside(String paths) {
        return paths.lines().map(String::strip).allMatch(
                to -> to.isEmpty() || to.startsWith("~") || to.startsWith("/") || to.startsWith("$")
                        || Expected.isBuilt(to));
    }

    /// Whether a file is there is asked first, or it never runs.
    private static boolean isConditional(Item step) {
        Item condition = step.get("if");
        String text = condition.text("");
        return condition.isFalse() || text.contains("hashFiles") || text.contains("false") || text.contains("exists");
    }

    static boolean isCheckout(Item step) {
        return CHECKOUT.matcher(step.get("uses").text("")).matches();
    }

    /// @param with of a checkout
    /// @return whether it brings this commit to the root
    static boolean isOfThisCommit(Item with) {
        String repository = with.get("repository").text("");
        return (repository.isEmpty() || repository.contains("github.repository")) && !with.has("path")
                && isOfThisBranch(with.get("ref").text());
    }

    private static boolean isOfThisBranch(@Nullable String ref) {
        return ref == null || ref.contains("github.") || ref.equals("main") || ref.equals("master");
    }
}
