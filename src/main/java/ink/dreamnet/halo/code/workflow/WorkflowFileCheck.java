package ink.dreamnet.halo.code.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.core.Severity;

/// The Dockerfile and the directory that docker/build-push-action is given must exist, also where a matrix names them.
@Reports(WorkflowFileCheck.CODE)
class WorkflowFileCheck implements FileCheck {

    static final String CODE = "repo.file-missing";

    private static final Pattern PATH = Pattern.compile("(?:\\./)?[\\w@-][\\w./@+-]{0,300}");
    private static final Pattern OF_MATRIX = Pattern
            .compile("\\$\\{\\{ {0,4}matrix\\.([\\w-]{1,100})(?:\\.([\\w-]{1,100}))? {0,4}}}");

    @Override
    public boolean weighsItself() {
        return true;
    }

    @Override
    public boolean reads(TreeFile file) {
        return Workflow.isRead(file);
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        Workflow workflow = Workflow.of(file);
        for (Item job : workflow.jobs().values()) {
            boolean here = false;
            StringBuilder written = new StringBuilder();
            for (Item step : Workflow.isOff(job) ? List.<Item>of() : job.get("steps").items()) {
                String uses = step.get("uses").text("");
                if (uses.startsWith("actions/checkout@")) {
                    here = Workflow.with(step, "repository").isEmpty() && Workflow.with(step, "path").isEmpty()
                            && Workflow.with(step, "ref").isEmpty();
                } else if (uses.startsWith("docker/build-push-action@") && here) {
                    image(workflow, job, step, written.toString(), facts);
                } else if (uses.startsWith("actions/download-artifact@")) {
                    here = false;
                }
                written.append(step.get("run").text("")).append('\n');
            }
        }
    }

    private static void image(Workflow workflow, Item job, Item step, String commands, Facts facts) {
        for (String input : List.of("file", "context")) {
            Item given = step.get("with", input);
            for (Item value : values(job, given)) {
                String path = value.text("").strip();
                String resolved = PATH.matcher(path).matches() && !path.contains(":") ? Paths.resolve("", path) : null;
                boolean made = resolved == null || resolved.isEmpty() || commands.contains(Paths.name(resolved));
                if (!made) {
                    facts.reference(new Reference(new Finding(CODE, Severity.HIGH, workflow.path(), value.line(),
                            "builds an image " + (input.equals("file") ? "from " : "in ") + path
                                    + ", which does not exist"),
                            Reference.Kind.PATH, List.of(resolved)));
                }
            }
        }
    }

    /// @return a text, or what the matrix has where it is one of its keys; empty where only a run decides
    private static List<Item> values(Item job, Item given) {
        Matcher key = OF_MATRIX.matcher(given.text("").strip());
        if (!key.matches()) {
            return given.text() == null ? List.of() : List.of(given);
        }
        List<Item> values = new ArrayList<>(job.get("strategy", "matrix", key.group(1)).items());
        job.get("strategy", "matrix", "include").items().forEach(each -> values.add(each.get(key.group(1))));
        return key.group(2) == null ? values : values.stream().map(value -> value.get(key.group(2))).toList();
    }
}
