package ink.dreamnet.halo.resonance.plan;

import java.util.List;

/// Whom a cycle looks at.
///
/// @param due whom it looks at, in the order of their numbers
/// @param notDue whom it leaves out, with their intervals, in the order of their numbers
/// @param share which share of all looks the cycles take, those made because of what a cycle saw among them: a moving mean of about a
///        day, 0 to 1
/// @param worstDelayMs the longest interval of a subject as things are now, in ms; 0 where there is no subject
public record CyclePlan(List<Due> due, List<Due> notDue, double share, long worstDelayMs) {

    /// Copies the lists.
    public CyclePlan {
        due = List.copyOf(due);
        notDue = List.copyOf(notDue);
    }

    /// @return how many subjects are planned
    int size() {
        return due.size() + notDue.size();
    }
}
