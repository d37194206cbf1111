package ink.dreamnet.halo.analysis;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.SubjectRef;

/// What an analyzer is to observe.
///
/// @param cycleId the cycle that asks
/// @param mode how much the cycle does
/// @param scope which subjects to observe; what is reported of others is ignored
/// @param startedAt when the analysis began
/// @param deadline when the analyzer's thread is interrupted. An analyzer that may not get done returns what it has
///        before that, and leaves the rest unobserved.
/// @param notDue those of them that the plan of the cycle leaves out; only for analyzers that plan their looks
///        ([Analyzer#planned]), and never more than a hint
public record AnalysisContext(UUID cycleId, CycleMode mode, Scope scope, Instant startedAt, Instant deadline,
        Set<SubjectRef> notDue) {

    /// Copies the set.
    public AnalysisContext {
        notDue = Set.copyOf(notDue);
    }

    /// As the other, where every subject is due.
    public AnalysisContext(UUID cycleId, CycleMode mode, Scope scope, Instant startedAt, Instant deadline) {
        this(cycleId, mode, scope, startedAt, deadline, Set.of());
    }

    /// @return whether the subject is to be observed
    public boolean includes(SubjectRef subject) {
        return scope.includes(subject);
    }

    /// Tells whether it is the turn of a subject. An analyzer that leaves one out says so ([AnalyzerResult.Builder#notDue]).
    public boolean due(SubjectRef subject) {
        return !notDue.contains(subject);
    }
}
