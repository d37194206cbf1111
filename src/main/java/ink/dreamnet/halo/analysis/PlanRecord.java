package ink.dreamnet.halo.analysis;

import java.util.Comparator;
import java.util.List;

/// How a cycle was planned.
///
/// @param due how many subjects were due of those that are planned
/// @param notDue how many it left out
/// @param fannedOut at how many it looked later, because of what it saw
/// @param looks whose turn it was and why: who was looked at later, then who was due, then who was left out; at most 200
public record PlanRecord(int due, int notDue, int fannedOut, List<PlannedCheck> looks) {

    /// How many subjects are named at most.
    public static final int MOST_LOOKS = 200;

    /// Copies the list.
    public PlanRecord {
        looks = List.copyOf(looks);
    }

    /// @param all all that were planned, each once
    public static PlanRecord of(List<PlannedCheck> all) {
        int[] counts = new int[PlannedCheck.Turn.values().length];
        all.forEach(look -> counts[look.turn().ordinal()]++);
        return new PlanRecord(counts[PlannedCheck.Turn.DUE.ordinal()], counts[PlannedCheck.Turn.NOT_DUE.ordinal()],
                counts[PlannedCheck.Turn.FAN_OUT.ordinal()],
                all.stream().sorted(Comparator.comparing(PlannedCheck::turn)).limit(MOST_LOOKS).toList());
    }
}
