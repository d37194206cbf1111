package ink.dreamnet.halo.weakpoint;

import java.util.Set;

import ink.dreamnet.halo.core.SubjectRef;

/// Weak points are not suppressed any more, and no cycle has observed them since. Published in the transaction that records
/// it, so a listener can request another look with the same certainty.
///
/// @param subjects the subjects to observe, at least one
public record SuppressionsEnded(Set<SubjectRef> subjects) {

    /// Copies the set.
    public SuppressionsEnded {
        subjects = Set.copyOf(subjects);
    }
}
