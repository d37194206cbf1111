package ink.dreamnet.halo.analysis;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// Plans whom full cycles over everything look at. The module of resonance implements it; without it every subject is due in every
/// cycle.
///
/// It leaves out only what is due later anyway, and what it says of a subject that must be looked at is ignored. Where it fails, every
/// subject is due. It is asked outside of transactions, by one cycle after the other.
@FunctionalInterface
public interface CyclePlanner {

    /// Begins with a cycle, before its analysis. What the planner learned of a cycle before that was not [CycleTurn#recorded]
    /// does not count.
    CycleTurn begin(Start start);

    /// A cycle that begins.
    ///
    /// @param cycleId the cycle
    /// @param before the last cycle that was recorded, by this replica or another; null before the first
    /// @param at when it begins
    /// @param mode how much it does
    /// @param scope which subjects it looks at
    record Start(UUID cycleId, @Nullable UUID before, Instant at, CycleMode mode, Scope scope) {

        /// @return whether it is a full cycle over everything
        public boolean whole() {
            return mode == CycleMode.FULL && scope instanceof Scope.All;
        }
    }

    /// The part of one cycle in the plan; its methods are called once each, in their order.
    interface CycleTurn {

        /// A cycle without a plan: every subject is due.
        CycleTurn NONE = new CycleTurn() {
            @Override
            public List<PlannedCheck> plan() {
                return List.of();
            }

            @Override
            public Map<SubjectRef, String> observed(List<AnalyzerRun> runs) {
                return Map.of();
            }

            @Override
            public void observedMore(List<AnalyzerRun> runs, Set<SubjectRef> looked) {
            }

            @Override
            public void recorded() {
            }
        };

        /// @return whose turn it is, and whose it is not; a subject that is absent is due
        List<PlannedCheck> plan();

        /// Takes in the analysis.
        ///
        /// @param runs what the analyzers saw of what was due
        /// @return whom to look at in the same cycle as well, and why
        Map<SubjectRef, String> observed(List<AnalyzerRun> runs);

        /// Takes in what the cycle saw of [#observed].
        ///
        /// @param runs as before, with what was seen later
        /// @param looked the subjects at which it looked later
        void observedMore(List<AnalyzerRun> runs, Set<SubjectRef> looked);

        /// The cycle is recorded: what it observed counts from now on.
        void recorded();
    }
}
