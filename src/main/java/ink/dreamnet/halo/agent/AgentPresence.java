package ink.dreamnet.halo.agent;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.agent.IntakeHealth.Judged;
import org.springframework.stereotype.Component;

/// Tells other rooms whether an agent is alive, as the analyzer `agent-health` judges it.
@Component
public class AgentPresence {

    private final AgentStore store;
    private final SquadBuilderPull squadBuilder;
    private final AgentProperties properties;
    private final IntakeStart intakeStart;
    private final Clock clock;

    AgentPresence(AgentStore store, SquadBuilderPull squadBuilder, AgentProperties properties, IntakeStart intakeStart,
            Clock clock) {
        this.store = store;
        this.squadBuilder = squadBuilder;
        this.properties = properties;
        this.intakeStart = intakeStart;
        this.clock = clock;
    }

    /// Whether an agent is there.
    public enum Presence {
        /// It is alive.
        ALIVE,
        /// It is offline, or has never been seen although it should have been.
        DOWN,
        /// HALO cannot tell: it is paused, its source does not answer, or the heartbeat intake is suspect.
        UNKNOWN,
        /// There is no such agent.
        UNREGISTERED
    }

    /// Judges some agents. Reads the whole registry, because the health of the heartbeat intake depends on all.
    ///
    /// @return one judgement for each id
    public Map<String, Presence> of(Collection<String> ids) {
        Map<String, Presence> presence = new HashMap<>();
        if (ids.isEmpty()) {
            return presence;
        }
        Set<String> wanted = new HashSet<>(ids);
        wanted.forEach(id -> presence.put(id, Presence.UNREGISTERED));
        Instant now = clock.instant();
        List<Judged> fleet = new ArrayList<>();
        for (KnownAgent agent : store.all()) {
            fleet.add(new Judged(agent, Liveness.of(agent, now, intakeStart.at())));
        }
        boolean intakeTrusted = IntakeHealth.of(fleet, now, intakeStart.at(), properties.doubtFrom())
                .state() != IntakeHealth.State.SUSPECT;
        boolean sourceAnswers = squadBuilder.configured() && !squadBuilder.state().stale();
        for (Judged each : fleet) {
            if (wanted.contains(each.agent().id())) {
                boolean trusted = intakeTrusted
                        && (!each.agent().pulled() || each.life().byHeartbeat() || sourceAnswers);
                presence.put(each.agent().id(), trusted ? judge(each.life()) : Presence.UNKNOWN);
            }
        }
        return presence;
    }

    private static Presence judge(Liveness life) {
        if (!life.known()) {
            return Presence.UNKNOWN;
        }
        return switch (life.state()) {
            case UP, GRACE -> Presence.ALIVE;
            case DOWN, NEW -> Presence.DOWN;
            case PAUSED -> Presence.UNKNOWN;
        };
    }
}
