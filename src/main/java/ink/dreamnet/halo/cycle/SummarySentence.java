package ink.dreamnet.halo.cycle;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.analysis.PlanRecord;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.task.Verification;
import ink.dreamnet.halo.trigger.RequestBatch;
import ink.dreamnet.halo.weakpoint.WeakPoint;

/// The summary of a cycle as a sentence.
final class SummarySentence {

    private static final int MAX_REASON = 100;
    private static final int MAX_REASONS = 500;

    private SummarySentence() {
    }

    static String of(RequestBatch batch, CycleOutcome outcome) {
        List<AnalyzerRun> runs = outcome.runs().stream().filter(run -> run.status() != AnalyzerStatus.SKIPPED).toList();
        int observed = runs.stream().mapToInt(run -> run.result().observedCount()).sum();
        StringBuilder text = new StringBuilder("Observed %s with %s: %s.".formatted(count(observed, "subject"),
                count(runs.size(), "analyzer"), weakPoints(outcome)));
        PlanRecord plan = outcome.plan();
        if (plan != null) {
            text.append(" %d were not due%s.".formatted(plan.notDue(),
                    plan.fannedOut() == 0 ? "" : ", and %d were looked at early".formatted(plan.fannedOut())));
        }
        if (!outcome.verified().isEmpty()) {
            text.append(" Verified ").append(count(outcome.verified().size(), "repair")).append(": ")
                    .append(verified(outcome)).append('.');
        }
        if (!outcome.tasks().isEmpty()) {
            text.append(" Proposed ").append(count(outcome.tasks().size(), "task")).append('.');
        }
        cancelled(text, outcome.cancelled().resolved(), "whose weak point resolved by itself");
        cancelled(text, outcome.cancelled().removed(), "whose subject was removed");
        cancelled(text, outcome.cancelled().flapping(), "whose weak point began or ceased to flap");
        String blind = runs.stream().filter(run -> run.status() != AnalyzerStatus.COMPLETED)
                .map(run -> run.name() + " (" + run.status().wire() + ")").collect(Collectors.joining(", "));
        if (!blind.isEmpty()) {
            text.append(" Not to be trusted: ").append(blind).append('.');
        }
        String reasons = batch.reasons().stream().filter(reason -> !reason.isBlank())
                .map(reason -> Texts.shortened(Texts.printable(reason).strip(), MAX_REASON))
                .collect(Collectors.joining("; "));
        if (!reasons.isEmpty()) {
            text.append(" Reason: ").append(Texts.shortened(reasons, MAX_REASONS)).append('.');
        }
        return text.toString();
    }

    private static String weakPoints(CycleOutcome outcome) {
        List<WeakPoint> seen = outcome.detection().seen();
        String changes = "%d new, %d back, %d resolved".formatted(outcome.detection().opened(),
                outcome.detection().reopened(), outcome.detection().resolved().size());
        if (seen.isEmpty()) {
            return "no weak points (%s)".formatted(changes);
        }
        long critical = seen.stream().filter(w -> w.severity() == Severity.CRITICAL).count();
        long high = seen.stream().filter(w -> w.severity() == Severity.HIGH).count();
        return "%s, %d critical and %d high (%s)".formatted(count(seen.size(), "weak point"), critical, high, changes);
    }

    private static String verified(CycleOutcome outcome) {
        Map<Verification, Long> counts = outcome.verified().stream().map(task -> task.verification().verification())
                .filter(Objects::nonNull).collect(Collectors.groupingBy(Function.identity(),
                        () -> new EnumMap<>(Verification.class), Collectors.counting()));
        return counts.entrySet().stream().map(entry -> entry.getValue() + " " + entry.getKey().wire())
                .collect(Collectors.joining(", "));
    }

    private static void cancelled(StringBuilder text, int tasks, String why) {
        if (tasks > 0) {
            text.append(" Cancelled ").append(count(tasks, "task")).append(' ').append(why).append('.');
        }
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
