package ink.dreamnet.halo.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.CyclePlanner;
import ink.dreamnet.halo.analysis.PlannedCheck;
import ink.dreamnet.halo.analysis.PlannedCheck.Turn;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.plan.LivePlanner;
import ink.dreamnet.halo.support.Resettable;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Primary;

/// Plans as a test tells it; until then it is the planner of the installation.
@TestComponent
@Primary
class ScriptedPlanner implements CyclePlanner, Resettable {

    private final LivePlanner live;
    volatile Set<SubjectRef> notDue = Set.of();
    /// Who is looked at as well where another subject is broken.
    volatile Map<SubjectRef, Set<SubjectRef>> together = Map.of();
    volatile boolean failing;
    /// The last cycle after which the next one is planned.
    volatile @Nullable UUID recorded;

    ScriptedPlanner(LivePlanner live) {
        this.live = live;
    }

    @Override
    public CycleTurn begin(Start start) {
        CycleTurn turn = live.begin(start);
        return notDue.isEmpty() && !failing ? new Noted(turn, start.cycleId()) : new Scripted(turn, start.cycleId());
    }

    @Override
    public void reset() {
        notDue = Set.of();
        together = Map.of();
        failing = false;
    }

    /// As the installation plans.
    private class Noted implements CycleTurn {

        final CycleTurn turn;
        private final UUID cycle;

        Noted(CycleTurn turn, UUID cycle) {
            this.turn = turn;
            this.cycle = cycle;
        }

        @Override
        public List<PlannedCheck> plan() {
            return turn.plan();
        }

        @Override
        public Map<SubjectRef, String> observed(List<AnalyzerRun> runs) {
            return turn.observed(runs);
        }

        @Override
        public void observedMore(List<AnalyzerRun> runs, Set<SubjectRef> looked) {
            turn.observedMore(runs, looked);
        }

        @Override
        public void recorded() {
            turn.recorded();
            recorded = cycle;
        }
    }

    private final class Scripted extends Noted {

        Scripted(CycleTurn turn, UUID cycle) {
            super(turn, cycle);
        }

        @Override
        public List<PlannedCheck> plan() {
            if (failing) {
                throw new IllegalStateException("fails as told");
            }
            return new TreeSet<>(notDue).stream()
                    .map(subject -> new PlannedCheck(subject, Turn.NOT_DUE, 600_000L, "left out as told")).toList();
        }

        @Override
        public Map<SubjectRef, String> observed(List<AnalyzerRun> runs) {
            super.observed(runs);
            Set<SubjectRef> broken = runs.stream().flatMap(run -> run.result().issues().stream())
                    .map(issue -> issue.subject()).collect(Collectors.toSet());
            Map<SubjectRef, String> fanOut = new HashMap<>();
            together.forEach((one, others) -> {
                if (broken.contains(one)) {
                    others.forEach(other -> fanOut.put(other, "falls with " + one));
                }
            });
            return fanOut;
        }
    }
}
