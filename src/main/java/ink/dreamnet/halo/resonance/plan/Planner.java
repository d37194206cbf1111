package ink.dreamnet.halo.resonance.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.resonance.group.Groups;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Timeline;

/// Plans cycles. Not for use by several threads at once.
public final class Planner {

    private final Fleet fleet;
    private final PlanSettings settings;

    /// Plans for a fleet, which may grow.
    public Planner(Fleet fleet, PlanSettings settings) {
        this.fleet = fleet;
        this.settings = settings;
    }

    /// Takes in what a cycle observed of those that were due.
    ///
    /// @param changes what changed by it
    /// @param timeline everything up to this cycle, with it
    /// @return whom to look at in the same cycle
    public List<FanOut> observed(CycleFacts facts, Timeline.Changes changes, Timeline timeline, Groups groups) {
        return List.of();
    }

    /// Takes in what the same cycle observed of those that it looked at because of [#observed].
    public void observedMore(Timeline.Changes changes, Timeline timeline) {
    }

    /// Plans the next cycle.
    ///
    /// @param atMs when it will be, in ms since 1970
    /// @param always whom to look at in any case: what an operator or a verification asked for
    public CyclePlan plan(long atMs, Timeline timeline, Groups groups, Set<Integer> always) {
        List<Due> due = new ArrayList<>();
        for (int subject = 0; subject < fleet.size(); subject++) {
            if (fleet.watched(subject)) {
                due.add(new Due(subject, settings.cycleMs(), "every cycle"));
            }
        }
        return new CyclePlan(atMs, due, List.of());
    }
}
