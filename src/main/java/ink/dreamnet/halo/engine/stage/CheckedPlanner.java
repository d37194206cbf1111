package ink.dreamnet.halo.engine.stage;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.CyclePlanner;
import ink.dreamnet.halo.analysis.PlannedCheck;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that no plan harms a cycle: where there is no planner, and from where it fails on, every subject is due and no more is
/// looked at. A failure is logged once for each cycle.
final class CheckedPlanner implements CyclePlanner {

    private static final Logger LOG = LoggerFactory.getLogger(CheckedPlanner.class);

    private final Supplier<@Nullable CyclePlanner> planner;

    /// @param planner finds the planner; null where there is none
    CheckedPlanner(Supplier<@Nullable CyclePlanner> planner) {
        this.planner = planner;
    }

    @Override
    public CycleTurn begin(Start start) {
        return ask(() -> {
            CyclePlanner present = planner.get();
            return present == null ? CycleTurn.NONE : new CheckedTurn(present.begin(start));
        }, CycleTurn.NONE);
    }

    private static <T> T ask(Supplier<T> question, T otherwise) {
        try {
            return question.get();
        } catch (RuntimeException | LinkageError failure) {
            LOG.warn("The plan of the cycle failed, so every subject is due", failure);
            return otherwise;
        }
    }

    private static final class CheckedTurn implements CycleTurn {

        private CycleTurn turn;

        CheckedTurn(CycleTurn turn) {
            this.turn = turn;
        }

        @Override
        public List<PlannedCheck> plan() {
            return checked(CycleTurn::plan, List.of());
        }

        @Override
        public Map<SubjectRef, String> observed(List<AnalyzerRun> runs) {
            return checked(present -> present.observed(runs), Map.of());
        }

        @Override
        public void observedMore(List<AnalyzerRun> runs, Set<SubjectRef> looked) {
            checked(present -> {
                present.observedMore(runs, looked);
                return true;
            }, false);
        }

        @Override
        public void recorded() {
            checked(present -> {
                present.recorded();
                return true;
            }, false);
        }

        private <T> T checked(Function<CycleTurn, T> question, T otherwise) {
            return ask(() -> {
                CycleTurn present = turn;
                turn = NONE;
                T answer = question.apply(present);
                turn = present;
                return answer;
            }, otherwise);
        }
    }
}
