package ink.dreamnet.halo.resonance.plan;

import java.util.List;

/// Whom a cycle looks at.
///
/// @param atMs when it was planned for, in ms since 1970
/// @param due whom it looks at, in the order of their numbers
/// @param notDue whom it leaves out, with their intervals, in the order of their numbers
public record CyclePlan(long atMs, List<Due> due, List<Due> notDue) {

    /// Copies the lists.
    public CyclePlan {
        due = List.copyOf(due);
        notDue = List.copyOf(notDue);
    }
}
