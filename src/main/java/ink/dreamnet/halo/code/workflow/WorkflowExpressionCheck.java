package ink.dreamnet.halo.code.workflow;

import java.util.HashSet;
import java.util.Locale;
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
import org.jspecify.annotations.Nullable;

/// The jobs that a job waits for must be there, or GitHub refuses the workflow. The steps, jobs and keys of a matrix that expressions name
/// must be there, or what they stand for is empty each time.
@Reports({WorkflowExpressionCheck.INVALID, WorkflowExpressionCheck.EMPTY})
class WorkflowExpressionCheck implements FileCheck {

    static final String INVALID = "repo.workflow-invalid";
    static final String EMPTY = "repo.workflow-value-empty";

    private static final Pattern STEP = Pattern.compile("(?<![\\w.-])steps\\.([A-Za-z_][\\w-]{0,100})(?![\\w-])");
    private static final Pattern MATRIX = Pattern.compile("(?<![\\w.-])matrix\\.([A-Za-z_][\\w-]{0,100})(?![\\w-])");
    private static final Pattern NEED = Pattern.compile(
            "(?<![\\w.-])needs\\.([A-Za-z_][\\w-]{0,100})(?:\\.outputs\\.([A-Za-z_][\\w-]{0,100}))?(?![\\w-])");

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
        workflow.jobs().forEach((name, job) -> new Job(workflow, name, job, facts, new HashSet<>()).check());
    }

    private static final String ANY = "*";

    private record Job(Workflow workflow, String name, Item job, Facts facts, Set<String> said) {

        void check() {
            Set<String> needs = new HashSet<>();
            for (Item need : Workflow.needs(job)) {
                needs.add(need.text("").toLowerCase(Locale.ROOT));
                if (!need.text("").contains("$") && of(need.text("")) == null) {
                    facts.finding(new Finding(INVALID, Severity.HIGH, workflow.path(), need.line(), "the job " + name
                            + " needs " + need.text("") + ", which is no job: GitHub refuses the workflow"));
                }
            }
            Set<String> steps = new HashSet<>();
            for (Item step : job.get("steps").items()) {
                Item id = step.get("id");
                if (id.text() != null && !steps.add(id.text("").toLowerCase(Locale.ROOT))) {
                    facts.finding(
                            new Finding(INVALID, Severity.HIGH, workflow.path(), id.line(), "two steps of the job "
                                    + name + " have the id " + id.text("") + ": GitHub refuses the workflow"));
                }
            }
            Set<String> matrix = matrix();
            Workflow.expressions(job, expression -> {
                if (job.has("steps")) {
                    steps(expression, steps);
                }
                matrix(expression, matrix);
                needs(expression, needs);
            });
        }

        private void steps(Expression expression, Set<String> ids) {
            for (Matcher step = STEP.matcher(expression.text()); step.find();) {
                if (!ids.contains(step.group(1).toLowerCase(Locale.ROOT))) {
                    empty(expression, step.group(), "no step of the job " + name + " has that id", Severity.MEDIUM);
                }
            }
        }

        private void matrix(Expression expression, Set<String> keys) {
            for (Matcher key = MATRIX.matcher(expression.text()); key.find();) {
                String named = key.group(1).toLowerCase(Locale.ROOT);
                if (!keys.contains(ANY) && !keys.contains(named)) {
                    // some leave a key out and mean nothing by it; a name that is nearly one of the keys is misspelt
                    empty(expression, key.group(), "the matrix of the job " + name + " has no such key",
                            keys.stream().anyMatch(other -> isNearly(other, named)) ? Severity.MEDIUM : Severity.LOW);
                }
            }
        }

        private void needs(Expression expression, Set<String> needs) {
            for (Matcher need = NEED.matcher(expression.text()); need.find();) {
                Item other = of(need.group(1));
                String output = need.group(2);
                if (!needs.contains(need.group(1).toLowerCase(Locale.ROOT))) {
                    empty(expression, need.group(), "the job " + name + " does not need " + need.group(1),
                            Severity.MEDIUM);
                } else if (other != null && output != null && !other.has("uses")
                        && !hasKey(other.get("outputs"), output)) {
                    empty(expression, need.group(), "the job " + need.group(1) + " has no such output",
                            Severity.MEDIUM);
                }
            }
        }

        private void empty(Expression expression, String what, String why, Severity severity) {
            if (said.add(what)) {
                // what is said in its place may be what is meant
                boolean otherwise = expression.text().contains("||");
                facts.finding(
                        new Finding(EMPTY, otherwise ? Severity.LOW : severity, workflow.path(), expression.line(),
                                what + " is always empty: " + why));
            }
        }

        private @Nullable Item of(String job) {
            for (Map.Entry<String, Item> each : workflow.jobs().entrySet()) {
                if (each.getKey().equalsIgnoreCase(job)) {
                    return each.getValue();
                }
            }
            return null;
        }

        /// @return the keys that an expression may name, in lower case; [#ANY] where only a run decides
        private Set<String> matrix() {
            Item matrix = job.get("strategy", "matrix");
            Set<String> keys = new HashSet<>();
            if (matrix.text() != null || job.get("strategy").text() != null) {
                keys.add(ANY);
            }
            matrix.entries().forEach((key, value) -> {
                if (!key.equals("include") && !key.equals("exclude")) {
                    keys.add(key.toLowerCase(Locale.ROOT));
                }
            });
            Item include = matrix.get("include");
            if (include.text() != null) {
                keys.add(ANY);
            }
            for (Item each : include.items()) {
                if (each.text() != null) {
                    keys.add(ANY);
                }
                each.entries().keySet().forEach(key -> keys.add(key.toLowerCase(Locale.ROOT)));
            }
            return keys;
        }
    }

    /// @return whether one name becomes the other by one letter more, less or other, or by other hyphens
    static boolean isNearly(String one, String other) {
        int start = 0;
        int shorter = Math.min(one.length(), other.length());
        while (start < shorter && one.charAt(start) == other.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < shorter - start && one.charAt(one.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
            end++;
        }
        return shorter > 2 && Math.max(one.length(), other.length()) - start - end <= 1
                || one.replace("_", "-").replace("-", "").equals(other.replace("_", "-").replace("-", ""));
    }

    static boolean hasKey(Item map, String key) {
        return map.text() != null || map.entries().keySet().stream().anyMatch(key::equalsIgnoreCase);
    }
}
