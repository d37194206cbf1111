package ink.dreamnet.halo.code.workflow;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.core.Severity;

/// A job that uses a workflow of the repository must give it what it requires and nothing else, or GitHub refuses; what another job
/// takes of it must be one of its outputs.
@Reports({WorkflowExpressionCheck.INVALID, WorkflowExpressionCheck.EMPTY})
class WorkflowCallCheck implements TreeCheck {

    private static final String CALL = "workflow_call";
    private static final Pattern OUTPUT = Pattern
            .compile("(?<![\\w.-])needs\\.([A-Za-z_][\\w-]{0,100})\\.outputs\\.([A-Za-z_][\\w-]{0,100})");

    @Override
    public boolean weighsItself() {
        return true;
    }

    @Override
    public boolean concerns(String path) {
        return Place.isWorkflow(path);
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        for (TreeFile entry : tree.files().values()) {
            SourceFile file = Workflow.isRead(entry) ? tree.read(entry.path()) : null;
            Workflow caller = file == null ? null : Workflow.of(file);
            if (caller == null) {
                continue;
            }
            for (Map.Entry<String, Item> job : caller.jobs().entrySet()) {
                Item uses = job.getValue().get("uses");
                String path = uses.text("").startsWith("./") ? uses.text("").substring(2) : "";
                SourceFile called = Place.isWorkflow(path) ? tree.read(path) : null;
                if (called != null && called.yaml().error() == null && called.yaml().content().isMap()) {
                    call(caller, job.getKey(), job.getValue(), Workflow.of(called), facts);
                }
            }
        }
    }

    private static void call(Workflow caller, String name, Item job, Workflow called, Facts facts) {
        Item uses = job.get("uses");
        if (!called.triggers().contains(CALL)) {
            refused(caller, uses, "the job " + name + " uses " + called.path() + ", which has no workflow_call", facts);
            return;
        }
        Item declared = called.root().get("on", CALL);
        declared.get("inputs").entries().forEach((input, how) -> {
            if (how.get("required").isTrue() && !how.has("default")
                    && !WorkflowExpressionCheck.hasKey(job.get("with"), input)) {
                refused(caller, uses, "the job " + name + " does not give " + called.path() + " the input " + input,
                        facts);
            }
        });
        job.get("with").entries().forEach((input, value) -> {
            if (!WorkflowExpressionCheck.hasKey(declared.get("inputs"), input)) {
                refused(caller, value, "the job " + name + " gives " + called.path() + " the input " + input
                        + ", which it does not have", facts);
            }
        });
        Item secrets = job.get("secrets");
        declared.get("secrets").entries().forEach((secret, how) -> {
            if (how.get("required").isTrue() && !WorkflowExpressionCheck.hasKey(secrets, secret)) {
                refused(caller, uses, "the job " + name + " does not give " + called.path() + " the secret " + secret,
                        facts);
            }
        });
        caller.jobs().forEach((other, user) -> Workflow.expressions(user, expression -> {
            for (Matcher output = OUTPUT.matcher(expression.text()); output.find();) {
                if (output.group(1).equalsIgnoreCase(name)
                        && Workflow.needs(user).stream().anyMatch(need -> need.text("").equalsIgnoreCase(name))
                        && !WorkflowExpressionCheck.hasKey(declared.get("outputs"), output.group(2))) {
                    facts.finding(new Finding(WorkflowExpressionCheck.EMPTY, Severity.MEDIUM, caller.path(),
                            expression.line(),
                            output.group() + " is always empty: " + called.path() + " has no such output"));
                }
            }
        }));
    }

    private static void refused(Workflow caller, Item at, String what, Facts facts) {
        facts.finding(new Finding(WorkflowExpressionCheck.INVALID, Severity.HIGH, caller.path(), at.line(),
                what + ": GitHub refuses the workflow"));
    }
}
