package ink.dreamnet.halo.agent;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// Whether HALO's own heartbeat intake works: when the heartbeats of a whole fleet stop at one moment, the fault is more
/// likely between the agents and HALO than in every agent.
///
/// @param state whether a missing heartbeat means that its agent is down
/// @param missing how many agents were alive at the last heartbeat of any agent, and have been due since for a whole period
/// @param lastHeartbeatAt when the last heartbeat of any agent was received, or null
record IntakeHealth(State state, int missing, @Nullable Instant lastHeartbeatAt) {

    enum State {
        /// Heartbeats are received, or none is expected.
        HEALTHY,
        /// The heartbeats of all agents stopped at once.
        SUSPECT,
        /// HALO has not received a heartbeat since it started, but not for long enough to tell.
        UNKNOWN
    }

    /// An agent and its judgement.
    record Judged(KnownAgent agent, Liveness life) {
    }

    /// Judges the intake by the agents that send heartbeats.
    ///
    /// @param doubtFrom from how many missing agents on the intake is suspect
    static IntakeHealth of(List<Judged> fleet, Instant now, Instant intakeStart, int doubtFrom) {
        Instant lastHeartbeatAt = null;
        for (Judged each : fleet) {
            Instant heartbeatAt = each.agent().heartbeatAt();
            if (heartbeatAt != null && (lastHeartbeatAt == null || heartbeatAt.isAfter(lastHeartbeatAt))) {
                lastHeartbeatAt = heartbeatAt;
            }
        }
        if (lastHeartbeatAt == null) {
            return new IntakeHealth(State.HEALTHY, 0, null);
        }
        int alive = 0;
        int missing = 0;
        boolean anyDown = false;
        for (Judged each : fleet) {
            KnownAgent agent = each.agent();
            if (agent.paused() || agent.heartbeatAt() == null
                    || agent.heartbeatAt().plus(agent.period()).plus(agent.grace()).isBefore(lastHeartbeatAt)) {
                continue;
            }
            alive++;
            if (lastHeartbeatAt.plus(agent.period()).isBefore(now)) {
                missing++;
                anyDown |= each.life().state() == AgentState.DOWN;
            }
        }
        State state;
        if (missing >= doubtFrom && anyDown) {
            state = State.SUSPECT;
        } else {
            state = lastHeartbeatAt.isBefore(intakeStart) && alive >= doubtFrom ? State.UNKNOWN : State.HEALTHY;
        }
        return new IntakeHealth(state, missing, lastHeartbeatAt);
    }
}
