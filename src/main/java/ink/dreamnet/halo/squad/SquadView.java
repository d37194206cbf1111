package ink.dreamnet.halo.squad;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.subject.SubjectStatus;
import org.jspecify.annotations.Nullable;

/// A squad as the API shows it. The members are those of [SquadSpec], besides:
///
/// @param managedBy who manages it
/// @param updatedAt when it was last put, or last changed in the list; null for what configuration declares
/// @param numbers its newest numbers; null where there are none
/// @param status how it is
record SquadView(String id, String name, List<String> members, Map<String, String> labels, List<String> dependsOn,
        ManagedBy managedBy, @Nullable Instant updatedAt, @Nullable Numbers numbers,
        @JsonUnwrapped SubjectStatus status) {

    /// The newest numbers of a squad.
    ///
    /// @param runningTasks how many tasks it has in work
    /// @param queuedTasks how many wait
    /// @param completedTasks how many it has completed, ever
    /// @param failedTasks how many it has failed at, ever
    /// @param avgDurationMs how long a task takes on average
    /// @param origin who counted
    /// @param at when
    /// @param ageMs how long ago
    /// @param stale whether they are too old to be judged by
    record Numbers(Origin origin, Instant at, long ageMs, boolean stale, @Nullable Long runningTasks,
            @Nullable Long queuedTasks, long completedTasks, long failedTasks, @Nullable Double avgDurationMs) {

        static Numbers of(Origin origin, Sample sample, long nowMs, boolean stale) {
            return new Numbers(origin, Instant.ofEpochMilli(sample.atMs()), nowMs - sample.atMs(), stale,
                    sample.running(), sample.queued(), sample.completed(), sample.failed(), sample.avgDurationMs());
        }
    }

    static SquadView of(Squad squad, @Nullable Numbers numbers, SubjectStatus status) {
        return new SquadView(squad.id(), squad.name(), squad.members(), squad.labels(),
                squad.dependsOn().stream().map(SubjectRef::toString).toList(), squad.managedBy(), squad.updatedAt(),
                numbers, status);
    }
}
