package ink.dreamnet.halo.cycle;

import java.util.List;

import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.weakpoint.Detection;

/// The outcome of a cycle: what is recorded of it.
///
/// @param runs the analyzers' parts
/// @param detection what it meant for the weak points
/// @param cancelled how many tasks it cancelled because their weak point is no more
/// @param verified the tasks that it verified
/// @param tasks the tasks that it proposed, routed
public record CycleOutcome(List<AnalyzerRun> runs, Detection detection, int cancelled, List<TaskView> verified,
        List<TaskView> tasks) {

    int issueCount() {
        return runs.stream().mapToInt(run -> run.result().issues().size()).sum();
    }
}
