package ink.dreamnet.halo.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.ManagedBy;
import org.jspecify.annotations.Nullable;

/// What the judgement of one agent needs: the narrow view of it that a cycle reads of the whole registry in one query.
///
/// @param id its id
/// @param name how operators call it
/// @param role what it can do
/// @param squad the id of its squad, or null
/// @param managedBy who declares it
/// @param period how often it is expected to send a heartbeat
/// @param grace how late a heartbeat may be
/// @param paused whether an operator paused it
/// @param watchedSince from when on a missing heartbeat counts
/// @param delistedAt when the system that it was pulled from stopped listing it, or null
/// @param heartbeatAt its last heartbeat, or null
/// @param status the status of that heartbeat, or null
/// @param message the message of that heartbeat, or null
/// @param sighting what Squad Builder lists of it, or null where it was not pulled
record KnownAgent(String id, String name, String role, @Nullable String squad, ManagedBy managedBy, Duration period,
        Duration grace, boolean paused, Instant watchedSince, @Nullable Instant delistedAt,
        @Nullable Instant heartbeatAt,
        @Nullable HeartbeatStatus status, @Nullable String message, @Nullable Sighting sighting) {

    /// What Squad Builder lists of an agent.
    ///
    /// @param online whether it calls the agent online; null where it does not say
    /// @param offlineSince since when it called the agent offline at each pull; null where it does not call it so
    /// @param seenAt when it says that it last saw the agent; null where it does not say. It may have been written once and
    ///        never again, so it means nothing by itself
    /// @param movedAt the last such time that was later than the one of the pull before; null where it never moved
    /// @param asOf when it was asked
    record Sighting(@Nullable Boolean online, @Nullable Instant offlineSince, @Nullable Instant seenAt,
            @Nullable Instant movedAt, Instant asOf) {

        /// What is listed now, after what was listed before.
        ///
        /// @param before what the pull before had of it, or null
        static Sighting of(SourceAgent listed, @Nullable Sighting before, Instant now) {
            Instant offlineSince = before == null || before.offlineSince == null ? now : before.offlineSince;
            Instant seenAt = listed.seenAt();
            Instant movedAt = before == null ? null : before.movedAt;
            if (seenAt != null && before != null && before.seenAt != null && seenAt.isAfter(before.seenAt)) {
                movedAt = seenAt.isAfter(now) ? now : seenAt;
            }
            return new Sighting(listed.online(), Boolean.FALSE.equals(listed.online()) ? offlineSince : null, seenAt,
                    movedAt, now);
        }
    }

    /// @param squads the squads that list agents as their members, by the agents' ids
    /// @return the same in its own squad, or, where it names none, in the one that lists it
    KnownAgent inSquadOf(Map<String, String> squads) {
        String listed = squad == null ? squads.get(id) : null;
        return listed == null
                ? this
                : new KnownAgent(id, name, role, listed, managedBy, period, grace, paused, watchedSince, delistedAt,
                        heartbeatAt, status, message, sighting);
    }

    SubjectRef subject() {
        return new SubjectRef(SubjectKind.AGENT, id);
    }

    /// @return whether it is pulled from Squad Builder
    boolean pulled() {
        return managedBy == ManagedBy.SQUAD_BUILDER;
    }

    boolean degraded() {
        return status == HeartbeatStatus.DEGRADED;
    }
}
