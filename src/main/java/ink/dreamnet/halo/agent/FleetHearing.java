package ink.dreamnet.halo.agent;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// HALO's doubt of its own ears: when a whole fleet falls silent at one moment, the fault is more likely on the way to
/// HALO than in every agent.
///
/// @param state whether HALO can trust what it does not hear
/// @param silent how many agents were alive when HALO last heard anything, and each had a whole period to be heard since
/// @param lastHeardAt when HALO last heard of any agent, or null
record FleetHearing(State state, int silent, @Nullable Instant lastHeardAt) {

    enum State {
        /// Something was heard, or there is nothing to be heard.
        FINE,
        /// Everything fell silent at once.
        SILENT,
        /// Nothing was heard yet, but not for long enough to mean something.
        UNSURE
    }

    /// An agent and its judgement.
    record Judged(KnownAgent agent, Liveness life) {
    }

    /// Judges the silence of the agents that send heartbeats.
    ///
    /// @param doubtFrom how many silent agents it takes
    static FleetHearing of(List<Judged> fleet, Instant now, Instant listeningSince, int doubtFrom) {
        Instant lastHeardAt = null;
        for (Judged each : fleet) {
            Instant heardAt = each.agent().heardAt();
            if (heardAt != null && (lastHeardAt == null || heardAt.isAfter(lastHeardAt))) {
                lastHeardAt = heardAt;
            }
        }
        if (lastHeardAt == null) {
            return new FleetHearing(State.FINE, 0, null);
        }
        int alive = 0;
        int silent = 0;
        boolean anyDown = false;
        for (Judged each : fleet) {
            KnownAgent agent = each.agent();
            if (agent.pulled() || agent.paused() || agent.heardAt() == null
                    || agent.heardAt().plus(agent.period()).plus(agent.grace()).isBefore(lastHeardAt)) {
                continue;
            }
            alive++;
            if (lastHeardAt.plus(agent.period()).isBefore(now)) {
                silent++;
                anyDown |= each.life().state() == AgentState.DOWN;
            }
        }
        State state;
        if (silent >= doubtFrom && anyDown) {
            state = State.SILENT;
        } else {
            state = lastHeardAt.isBefore(listeningSince) && alive >= doubtFrom ? State.UNSURE : State.FINE;
        }
        return new FleetHearing(state, silent, lastHeardAt);
    }
}
