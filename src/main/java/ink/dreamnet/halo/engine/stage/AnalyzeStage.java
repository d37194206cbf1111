package ink.dreamnet.halo.engine.stage;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import ink.dreamnet.halo.analysis.Analysis;
import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.PlanRecord;
import ink.dreamnet.halo.analysis.PlannedCheck;
import ink.dreamnet.halo.analysis.PlannedCheck.Turn;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.cycle.CycleHistory;
import ink.dreamnet.halo.trigger.RequestBatch;
import ink.dreamnet.halo.weakpoint.Observations;
import org.springframework.stereotype.Component;

/// Analysis: runs every analyzer of the cycle's mode whose turn it is, and where what they saw makes it worth while, looks at
/// some of those that the plan left out. Changes nothing.
@Component
record AnalyzeStage(Analysis analysis, CycleHistory history) {

    Analyzed run(Planned planned) throws InterruptedException {
        RequestBatch batch = planned.batch();
        CycleMode mode = batch.mode();
        Scope scope = batch.scope();
        Set<SubjectRef> notDue = planned.looks().stream().filter(look -> look.turn() == Turn.NOT_DUE)
                .map(PlannedCheck::subject).collect(Collectors.toSet());
        List<AnalyzerRun> runs = analysis.run(batch.cycleId(), mode, scope, history.skippedCycles(), notDue);
        Map<SubjectRef, String> fanOut = planned.turn().observed(runs);
        Set<SubjectRef> later = fanOut.keySet().stream().filter(notDue::contains).collect(Collectors.toSet());
        if (!later.isEmpty()) {
            runs = analysis.lookAgain(batch.cycleId(), mode, runs, later);
        }
        planned.turn().observedMore(runs, later);
        return new Analyzed(planned, new Observations(batch.cycleId(), mode, scope, runs),
                planned.looks().isEmpty() ? null : record(planned.looks(), runs, fanOut));
    }

    /// @return the plan as it was carried out
    private static PlanRecord record(List<PlannedCheck> looks, List<AnalyzerRun> runs,
            Map<SubjectRef, String> fanOut) {
        Set<SubjectRef> leftOut = looks.stream().filter(look -> look.turn() == Turn.NOT_DUE)
                .map(PlannedCheck::subject).collect(Collectors.toSet());
        Set<SubjectRef> observed = runs.stream().flatMap(run -> run.result().observed().stream())
                .filter(leftOut::contains).collect(Collectors.toSet());
        runs.forEach(run -> observed.removeAll(run.result().notDue()));
        return PlanRecord.of(looks.stream().map(look -> {
            if (!observed.contains(look.subject())) {
                return look;
            }
            String why = fanOut.get(look.subject());
            return new PlannedCheck(look.subject(), why == null ? Turn.DUE : Turn.FAN_OUT, look.intervalMs(),
                    why == null ? "was not looked at yet as it is now" : why);
        }).toList());
    }
}
