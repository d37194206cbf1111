package ink.dreamnet.halo.resonance.plan;

import java.time.Instant;
import java.util.List;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.group.SubjectGroup;
import org.jspecify.annotations.Nullable;

/// The plan of the next cycle over everything on the wire.
///
/// @param adaptive whether it leaves subjects out
/// @param setting `halo.plan.adaptive`
/// @param why why it does or does not
/// @param probeBudget the share of looks that is configured; null where the worst delay is
/// @param worstDelayMs the worst delay that is configured, in ms; null where the share of looks is
/// @param solved what comes of that; null where nothing is planned yet
/// @param nextRunAt when the next cycle runs by the clock; null where none does
/// @param dueCount how many of the planned subjects are due then
/// @param notDueCount how many are not
/// @param due those that are due, at most `limit`
/// @param notDue those that are not, at most `limit`
/// @param groups the groups that the plan uses, at most `limit`
record PlanView(boolean adaptive, PlanProperties.Adaptive setting, String why, @Nullable Double probeBudget,
        @Nullable Long worstDelayMs, @Nullable Solved solved, @Nullable Instant nextRunAt, int dueCount,
        int notDueCount, List<PlannedSubject> due, List<PlannedSubject> notDue, List<SubjectGroup> groups) {

    /// What the plan comes to.
    ///
    /// @param probeShare which share of all looks is made, as a moving mean of about a day, 0 to 1
    /// @param worstDelayMs the longest time between two looks at a subject as things are now, in ms
    record Solved(double probeShare, long worstDelayMs) {
    }

    /// A subject with its turn.
    ///
    /// @param subject the subject
    /// @param intervalMs how long it is between two of its looks as things are, in ms
    /// @param nextLookAt when it is looked at next, unless something happens before; null where no cycle runs by the clock
    /// @param why one phrase
    record PlannedSubject(SubjectRef subject, long intervalMs, @Nullable Instant nextLookAt, String why) {
    }
}
