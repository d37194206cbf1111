package ink.dreamnet.halo.code.workflow;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.code.workflow.Workflow.Expression;
import ink.dreamnet.halo.core.Severity;

/// Text that anyone can write (a title, a comment, the name of a branch) must not become part of a command, and what anyone can propose must
/// not run where the token can write (Security hardening for GitHub Actions, "Understanding the risk of script injections";
/// "Keeping your GitHub Actions and workflows secure: Preventing pwn requests").
@Reports(WorkflowInjectionCheck.CODE)
class WorkflowInjectionCheck implements FileCheck {

    static final String CODE = "repo.workflow-injection";

    private static final Pattern UNTRUSTED = Pattern.compile("(?:toJSON\\()?(github\\.(?:head_ref|event\\.(?:"
            + "issue\\.(?:title|body)|pull_request\\.(?:title|body|head\\.(?:ref|label|repo\\.default_branch))"
            + "|(?:comment|review|review_comment)\\.body|discussion\\.(?:title|body)"
            + "|(?:head_commit|commits(?:\\[\\d\\]|\\.\\*))\\.(?:message|author\\.(?:email|name))"
            + "|workflow_run\\.(?:head_branch|head_commit\\.(?:message|author\\.(?:email|name))))))\\)?");
    private static final String PULL_REQUEST = "pull_request";
    private static final String TARGET = "pull_request_target";
    /// The events that have what an expression names, by the beginning of its path.
    private static final Map<String, List<String>> EVENTS = Map.of("github.head_ref", List.of(PULL_REQUEST, TARGET),
            "github.event.issue.", List.of("issues", "issue_comment"), "github.event.pull_request.",
            List.of(PULL_REQUEST, TARGET, "pull_request_review", "pull_request_review_comment"),
            "github.event.comment.",
            List.of("issue_comment", "pull_request_review_comment", "discussion_comment"), "github.event.review",
            List.of("pull_request_review"), "github.event.discussion.", List.of("discussion", "discussion_comment"),
            "github.event.workflow_run.", List.of("workflow_run"), "github.event.head_commit.", List.of("push"),
            "github.event.commits", List.of("push"));
    /// Whoever causes these is a stranger, and the token and the secrets are those of the repository.
    private static final Set<String> PRIVILEGED = Set.of(TARGET, "issues", "issue_comment", "discussion",
            "discussion_comment", "workflow_run");
    private static final Set<String> FORKS = Set.of(PULL_REQUEST, "pull_request_review", "pull_request_review_comment");
    private static final Pattern OF_EVENT = Pattern.compile("event_name {0,4}== {0,4}'(\\w{1,40})'");
    /// Who asks for somebody or something first.
    private static final Pattern GUARD = Pattern.compile("author_association|github\\.actor|triggering_actor|sender\\."
            + "|user\\.login|head\\.repo\\.|head_repository|\\.label|\\blabels\\b");
    private static final Pattern HEAD = Pattern.compile(
            "github\\.head_ref|pull_request\\.(?:head\\.(?:sha|ref)|merge_commit_sha)|refs/pull/");
    /// What runs code of the directory that it is in.
    private static final Pattern RUNS = Pattern
            .compile("(?m)^[ \\t]{0,40}(?:npm|pnpm|yarn|npx|bun|node|make|pip3?|poetry|uv|"
                    + "python3?|pytest|tox|bash|sh|cargo|go|mvn|gradle|bundle|rake|composer|docker build|\\./)(?![\\w-])|^\\./");
    private static final String FIX = ": give it to the step by env and use the variable, in quotes";

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
            boolean proposed = false;
            for (Item step : Workflow.isOff(job) ? List.<Item>of() : job.get("steps").items()) {
                String uses = step.get("uses").text("");
                Set<String> events = events(workflow, job, step);
                Item script = uses.startsWith("actions/github-script@") ? step.get("with", "script") : step.get("run");
                Workflow.expressions(script, expression -> inject(workflow, job, step, expression, events, facts));
                if (uses.startsWith("actions/checkout@")) {
                    proposed = events.contains(TARGET) && HEAD.matcher(Workflow.with(step, "ref")).find()
                            && Workflow.with(step, "path").isEmpty();
                } else if (proposed && (uses.startsWith("./") || RUNS.matcher(step.get("run").text("")).find())) {
                    boolean asked = job.has("environment") || isOnlyForLabels(workflow)
                            || GUARD.matcher(Workflow.conditions(job, step)).find();
                    Severity severity = canDoNothing(workflow, job) ? Severity.MEDIUM : Severity.HIGH;
                    facts.finding(new Finding(CODE, asked ? Severity.LOW : severity, file.path(), step.line(),
                            "runs what a pull request proposes, with the token and the secrets of the repository: use "
                                    + "pull_request for it, or check out the base"));
                    proposed = false;
                }
            }
        }
    }

    private static void inject(Workflow workflow, Item job, Item step, Expression expression, Set<String> events,
            Facts facts) {
        for (String part : expression.written().split("\\|\\|")) {
            String last = part.substring(part.lastIndexOf("&&") < 0 ? 0 : part.lastIndexOf("&&") + 2)
                    .replace(" ", "");
            Matcher untrusted = UNTRUSTED.matcher(last.startsWith("(") ? last.substring(1) : last);
            if (!untrusted.matches()) {
                continue;
            }
            String path = untrusted.group(1);
            Set<String> here = new HashSet<>(events);
            here.retainAll(EVENTS.entrySet().stream().filter(each -> path.startsWith(each.getKey()))
                    .flatMap(each -> each.getValue().stream()).toList());
            boolean called = events.contains("workflow_call");
            if (!here.isEmpty() || called) {
                boolean script = step.has("uses");
                facts.finding(new Finding(CODE, severity(workflow, job, step, here), workflow.path(), expression.line(),
                        "puts " + path + " into " + (script ? "a script" : "a shell command")
                                + ", where whoever writes it can add commands" + FIX));
                return;
            }
        }
    }

    private static Severity severity(Workflow workflow, Item job, Item step, Set<String> events) {
        if (GUARD.matcher(Workflow.conditions(job, step)).find()) {
            return Severity.LOW;
        }
        if (events.stream().anyMatch(PRIVILEGED::contains)) {
            return canDoNothing(workflow, job) ? Severity.MEDIUM : Severity.HIGH;
        }
        return events.stream().anyMatch(FORKS::contains) ? Severity.MEDIUM : Severity.LOW;
    }

    /// Only who may write to the repository can give a label.
    private static boolean isOnlyForLabels(Workflow workflow) {
        Item types = workflow.root().get("on", TARGET, "types");
        return types.text("").equals("labeled")
                || types.isList() && types.items().stream().allMatch(type -> type.text("").equals("labeled"));
    }

    private static boolean canDoNothing(Workflow workflow, Item job) {
        Item permissions = job.has("permissions") ? job.get("permissions") : workflow.root().get("permissions");
        boolean reads = permissions.text("").equals("read-all") || permissions.isMap()
                && permissions.entries().values().stream().noneMatch(level -> level.text("").equals("write"));
        return reads && !workflow.file().textOrEmpty().contains("secrets.");
    }

    /// @return the events that a step can be about
    private static Set<String> events(Workflow workflow, Item job, Item step) {
        Set<String> events = workflow.triggers();
        Set<String> asked = new HashSet<>();
        for (Matcher event = OF_EVENT.matcher(Workflow.conditions(job, step)); event.find();) {
            asked.add(event.group(1));
        }
        if (!asked.isEmpty()) {
            events.retainAll(asked);
        }
        return events;
    }
}
