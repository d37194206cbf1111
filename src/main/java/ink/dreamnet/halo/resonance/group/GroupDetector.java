package ink.dreamnet.halo.resonance.group;

import ink.dreamnet.halo.resonance.pattern.Detector;
import ink.dreamnet.halo.resonance.pattern.Findings;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Timeline;

/// Finds subjects whose onsets coincide.
public final class GroupDetector implements Detector {

    private final Fleet fleet;

    /// Finds groups in a fleet, which may grow.
    public GroupDetector(Fleet fleet) {
        this.fleet = fleet;
    }

    @Override
    public String pattern() {
        return "group";
    }

    @Override
    public void cycle(CycleFacts facts, Timeline.Changes changes, Timeline timeline, Findings findings) {
    }

    /// @return the groups as of the last cycle
    public Groups groups() {
        return fleet.size() == 0 ? Groups.NONE : Groups.NONE;
    }
}
