package ink.dreamnet.halo.cycle;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.analysis.PlanRecord;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.task.CancelledTasks;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.weakpoint.Detection;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.jspecify.annotations.Nullable;

/// The outcome of a cycle: what is recorded of it.
///
/// @param runs the analyzers' parts
/// @param plan whom it looked at and whom not; null where every subject was due
/// @param detection what it meant for the weak points
/// @param cancelled how many tasks it cancelled
/// @param verified the tasks that it verified
/// @param tasks the tasks that it proposed, routed
public record CycleOutcome(List<AnalyzerRun> runs, @Nullable PlanRecord plan, Detection detection,
        CancelledTasks cancelled,
        List<TaskView> verified, List<TaskView> tasks) {

    /// @return the severity of the worst weak point, `LOW` where there is none
    Severity worstSeverity() {
        return detection.seen().stream().map(WeakPoint::severity).max(Comparator.naturalOrder()).orElse(Severity.LOW);
    }

    /// @return the subjects of its issues and weak points
    Set<SubjectRef> subjects() {
        return Stream.concat(runs.stream().flatMap(run -> run.result().issues().stream()).map(Issue::subject),
                detection.seen().stream().map(WeakPoint::subject)).collect(Collectors.toSet());
    }

    /// @return the squad to which all its tasks are routed; null where that is not one squad
    @Nullable
    String squad() {
        Set<@Nullable String> squads = new HashSet<>();
        tasks.forEach(task -> squads.add(task.proposal().squadId()));
        return squads.size() == 1 ? squads.iterator().next() : null;
    }

    int issueCount() {
        return runs.stream().mapToInt(run -> run.result().issues().size()).sum();
    }
}
