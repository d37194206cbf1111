package ink.dreamnet.halo.analysis;

import java.time.Instant;
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
public record AnalysisContext(UUID cycleId, CycleMode mode, Scope scope, Instant startedAt, Instant deadline) {

    /// @return whether the subject is to be observed
    public boolean includes(SubjectRef subject) {
        return scope.includes(subject);
    }
}
