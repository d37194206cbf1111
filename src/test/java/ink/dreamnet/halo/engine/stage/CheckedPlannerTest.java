package ink.dreamnet.halo.engine.stage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.CyclePlanner;
import ink.dreamnet.halo.analysis.CyclePlanner.CycleTurn;
import ink.dreamnet.halo.analysis.PlannedCheck;
import ink.dreamnet.halo.analysis.PlannedCheck.Turn;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CheckedPlannerTest {

    private static final SubjectRef A = SubjectRef.parse("endpoint:a");
    private static final List<PlannedCheck> PLAN = List.of(new PlannedCheck(A, Turn.NOT_DUE, 1L, "calm"));

    private final List<String> asked = new ArrayList<>();

    private static CycleTurn begin(@Nullable CyclePlanner planner) {
        return new CheckedPlanner(() -> planner).begin(new CyclePlanner.Start(Ids.next(), null, Instant.EPOCH,
                CycleMode.FULL, Scope.ALL));
    }

    /// A turn that fails at one of its calls.
    private final class Failing implements CycleTurn {

        private final String at;

        Failing(String at) {
            this.at = at;
        }

        private void call(String name) {
            asked.add(name);
            if (name.equals(at) && name.equals("plan")) {
                throw new NoClassDefFoundError(name);
            }
            if (name.equals(at)) {
                throw new IllegalStateException(name);
            }
        }

        @Override
        public List<PlannedCheck> plan() {
            call("plan");
            return PLAN;
        }

        @Override
        public Map<SubjectRef, String> observed(List<AnalyzerRun> runs) {
            call("observed");
            return Map.of(A, "falls with others");
        }

        @Override
        public void observedMore(List<AnalyzerRun> runs, Set<SubjectRef> looked) {
            call("observedMore");
        }

        @Override
        public void recorded() {
            call("recorded");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "observed", "observedMore", "recorded", "never"})
    void turnWhenAPlannerFailsIsNotAskedAnyMoreAndLeavesNobodyOut(String at) {
        CycleTurn turn = begin(start -> new Failing(at));
        assertThat(turn.plan()).isEqualTo(at.equals("plan") ? List.of() : PLAN);
        assertThat(turn.observed(List.of())).hasSize(Set.of("plan", "observed").contains(at) ? 0 : 1);
        turn.observedMore(List.of(), Set.of());
        turn.recorded();
        List<String> all = List.of("plan", "observed", "observedMore", "recorded");
        assertThat(asked).isEqualTo(at.equals("never") ? all : all.subList(0, all.indexOf(at) + 1));
    }

    @Test
    void beginWhenThereIsNoPlannerOrItFailsPlansNothing() {
        assertThat(begin(null).plan()).isEmpty();
        assertThat(begin(start -> {
            throw new IllegalStateException("no plan");
        }).plan()).isEmpty();
    }
}
