package ink.dreamnet.halo.agent;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import ink.dreamnet.halo.agent.KnownAgent.Sighting;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.registry.source.SourceState;
import ink.dreamnet.halo.subject.SubjectStatus;
import org.jspecify.annotations.Nullable;

/// An agent on the wire.
///
/// @param id its id
/// @param name how operators call it
/// @param role what it can do, a role of DreamNet
/// @param squad the id of its squad: its own, or the one that lists it as a member
/// @param capabilities what it is able to do
/// @param labels names and values to match
/// @param heartbeatPeriodMs how often it is expected to send a heartbeat
/// @param graceMs how late a heartbeat may be
/// @param dependsOn the subjects that it cannot work without, `kind:id`
/// @param managedBy who declares it
/// @param liveness whether it lives, by its heartbeats and by Squad Builder
/// @param registeredAt since when it is registered
/// @param lastSeenAt when it was last seen
/// @param status the status of its last heartbeat
/// @param message the message of its last heartbeat
/// @param online whether Squad Builder calls it online
/// @param offlineSince since when Squad Builder calls it offline
/// @param stale whether Squad Builder failed since it last listed it; absent where the agent was not pulled
/// @param delistedAt since when Squad Builder does not list it any more
/// @param pauseReason why it is paused
/// @param condition how it is
record AgentView(String id, String name, String role, @Nullable String squad, List<String> capabilities,
        Map<String, String> labels, long heartbeatPeriodMs, long graceMs, List<String> dependsOn, ManagedBy managedBy,
        AgentState liveness, Instant registeredAt, @Nullable Instant lastSeenAt, @Nullable HeartbeatStatus status,
        @Nullable String message, @Nullable Boolean online, @Nullable Instant offlineSince,
        @Nullable Boolean stale, @Nullable Instant delistedAt,
        @Nullable String pauseReason, @JsonUnwrapped SubjectStatus condition) {

    /// @param source when Squad Builder last answered
    /// @param squads the squads that list agents as their members, by the agents' ids
    static AgentView of(AgentRecord agent, Liveness life, SourceState source, Map<String, String> squads,
            SubjectStatus condition) {
        AgentDefinition definition = agent.definition();
        KnownAgent known = agent.known().inSquadOf(squads);
        Sighting sighting = known.sighting();
        return new AgentView(definition.id(), definition.name(), definition.role(), known.squad(),
                definition.capabilities(), new TreeMap<>(definition.labels()), definition.heartbeatPeriod().toMillis(),
                definition.grace().toMillis(), definition.dependsOn().stream().map(SubjectRef::toString).toList(),
                definition.managedBy(), life.state(), agent.registeredAt(), life.seenAt(), known.status(),
                known.message(), sighting == null ? null : sighting.online(),
                sighting == null ? null : sighting.offlineSince(),
                known.pulled() ? source.stale() : null, known.delistedAt(),
                agent.pauseReason(), condition);
    }
}
