package ink.dreamnet.halo.weakpoint;

import java.util.Set;

import ink.dreamnet.halo.core.SubjectRef;

/// Something else suppresses weak points than before, and no cycle was needed for it. Published in the transaction that records it.
///
/// @param subjects the subjects of these weak points; may be empty
/// @param windows whether silences or maintenance windows began or ended
public record SuppressionsChanged(Set<SubjectRef> subjects, boolean windows) {

    /// Copies the set.
    public SuppressionsChanged {
        subjects = Set.copyOf(subjects);
    }
}
