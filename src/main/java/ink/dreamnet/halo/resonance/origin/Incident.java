package ink.dreamnet.halo.resonance.origin;

import java.util.List;

/// What is open at the same time and belongs together.
///
/// @param key a stable key
/// @param members the numbers of the subjects, in the order in which they became weak
/// @param storm whether so many fell at once that it is no chance
/// @param candidates where it likely began, the likeliest first; empty where nothing stands out
public record Incident(String key, List<Integer> members, boolean storm, List<Candidate> candidates) {

    /// Copies the lists.
    public Incident {
        members = List.copyOf(members);
        candidates = List.copyOf(candidates);
    }
}
