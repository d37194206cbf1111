package ink.dreamnet.halo.cycle;

import java.util.List;

import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.task.Routing;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.weakpoint.Detection;

/// What a cycle came to.
///
/// @param runs the analyzers' parts
/// @param detection what it meant for the weak points
/// @param verified the tasks of which it is known now whether they helped
/// @param tasks the tasks that it proposed
/// @param routings where they were routed to
/// @param cancelled how many tasks it cancelled because their weak point is no more
public record CycleOutcome(List<AnalyzerRun> runs, Detection detection, List<TaskView> verified, List<TaskView> tasks,
        List<Routing> routings, int cancelled) {

    int issueCount() {
        return runs.stream().mapToInt(run -> run.result().issues().size()).sum();
    }
}
