package ink.dreamnet.halo.weakpoint;

import java.util.Set;

import ink.dreamnet.halo.core.SubjectRef;

/// Weak points are not suppressed any more, and no cycle has looked at them since. Published in the transaction that takes
/// it in, so whoever wants them to be looked at again can ask for it with the same certainty.
///
/// @param subjects what to look at, at least one
public record SuppressionsEnded(Set<SubjectRef> subjects) {

    /// Copies the set.
    public SuppressionsEnded {
        subjects = Set.copyOf(subjects);
    }
}
