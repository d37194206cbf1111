package ink.dreamnet.halo.agent;

import java.time.Duration;
import java.time.Instant;

import ink.dreamnet.halo.agent.KnownAgent.Sighting;
import org.jspecify.annotations.Nullable;

/// The judgement whether an agent is alive.
///
/// An agent's own heartbeats come first. Their absence counts only for as long as HALO has been receiving them (its process
/// may have been down itself) and since the agent was registered or resumed. What another system says of a pulled agent
/// is judged as of the moment it was asked; it counts where the agent sends none to HALO, and where it calls an agent without
/// a fresh one offline.
///
/// @param state the state of the agent
/// @param known false where HALO cannot tell whether the agent is alive: it is then neither healthy nor offline
/// @param byHeartbeat whether the judgement rests on the agent's own heartbeats
/// @param seenAt when it was last seen, by HALO or by Squad Builder; or null
record Liveness(AgentState state, boolean known, boolean byHeartbeat, @Nullable Instant seenAt) {

    /// Judges one agent.
    ///
    /// @param now the moment of the judgement
    /// @param intakeStart when this process began to receive heartbeats
    static Liveness of(KnownAgent agent, Instant now, Instant intakeStart) {
        Sighting sighting = agent.sighting();
        Instant seenAt = latest(agent.heartbeatAt(), sighting == null ? null : sighting.movedAt());
        if (agent.paused()) {
            return new Liveness(AgentState.PAUSED, true, false, seenAt);
        }
        Duration allowed = agent.period().plus(agent.grace());
        Instant heartbeatAt = agent.heartbeatAt();
        if (heartbeatAt != null && within(heartbeatAt, allowed, now)) {
            return new Liveness(state(heartbeatAt, agent.period(), allowed, now), true, true, seenAt);
        }
        if (agent.pulled()) {
            Liveness theirs = bySighting(agent, sighting, allowed, seenAt);
            boolean moves = sighting != null && sighting.movedAt() != null
                    && within(sighting.movedAt(), allowed, sighting.asOf());
            if (heartbeatAt == null || agent.delistedAt() != null || theirs.state == AgentState.DOWN || moves) {
                return theirs;
            }
        }
        Instant dueFrom = agent.watchedSince().isAfter(intakeStart) ? agent.watchedSince() : intakeStart;
        boolean countable = !within(dueFrom, allowed, now);
        if (heartbeatAt == null) {
            return new Liveness(AgentState.NEW, countable, true, null);
        }
        return new Liveness(countable ? AgentState.DOWN : AgentState.GRACE, countable, true, seenAt);
    }

    private static Liveness bySighting(KnownAgent agent, @Nullable Sighting sighting, Duration allowed,
            @Nullable Instant seenAt) {
        if (agent.delistedAt() != null) {
            return new Liveness(AgentState.GRACE, false, false, seenAt);
        }
        if (sighting == null) {
            return new Liveness(AgentState.NEW, false, false, seenAt);
        }
        if (sighting.online() != null) {
            return new Liveness(sighting.online() ? AgentState.UP : AgentState.DOWN, true, false, seenAt);
        }
        Instant movedAt = sighting.movedAt();
        if (movedAt != null) {
            return new Liveness(state(movedAt, agent.period(), allowed, sighting.asOf()), true, false, seenAt);
        }
        // a time that never moves means neither that it lives nor that it was never seen
        boolean overdue = sighting.seenAt() == null && !within(agent.watchedSince(), allowed, sighting.asOf());
        return new Liveness(AgentState.NEW, overdue, false, seenAt);
    }

    private static AgentState state(Instant seenAt, Duration period, Duration allowed, Instant asOf) {
        return within(seenAt, period, asOf)
                ? AgentState.UP
                : within(seenAt, allowed, asOf) ? AgentState.GRACE : AgentState.DOWN;
    }

    /// @return whether the agent is known to be alive
    boolean alive() {
        return known && (state == AgentState.UP || state == AgentState.GRACE);
    }

    private static boolean within(Instant since, Duration duration, Instant now) {
        return !since.plus(duration).isBefore(now);
    }

    private static @Nullable Instant latest(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
