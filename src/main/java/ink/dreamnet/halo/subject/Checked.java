package ink.dreamnet.halo.subject;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.Observations;

/// What a recorded cycle checked.
///
/// @param observations what it observed
/// @param at when it was recorded
/// @param unobserved by analyzer the subjects that it should have observed and did not
/// @param removed by analyzer the subjects that it watches no more
public record Checked(Observations observations, Instant at, Map<String, Set<SubjectRef>> unobserved,
        Map<String, Set<SubjectRef>> removed) {

    /// Copies the maps.
    public Checked {
        unobserved = Map.copyOf(unobserved);
        removed = Map.copyOf(removed);
    }

    /// @return whether it was to check everything
    boolean whole() {
        return !(observations.scope() instanceof Scope.Named);
    }
}
