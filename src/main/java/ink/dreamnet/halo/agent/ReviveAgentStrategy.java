package ink.dreamnet.halo.agent;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.strategy.Ladder;
import ink.dreamnet.halo.strategy.LadderStrategy;
import ink.dreamnet.halo.strategy.Proposal;
import ink.dreamnet.halo.task.AgentRole;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.springframework.stereotype.Component;

/// Revive agent strategy: creates tasks (`agent.revive`) to revive failed agents. Proposes to restart one that is offline, degraded, or has never been seen.
///
/// It has nothing to offer where Squad Builder does not answer or the heartbeat intake is suspect: the agents may well be
/// alive, and restarting them would turn a failed connection into an outage. Nor where an agent is delisted: whether it
/// should exist at all is an operator's decision.
@Component
class ReviveAgentStrategy implements LadderStrategy {

    private static final Ladder LADDER = Ladder.startingWith("restart")
            .then("recreate", "Create the agent again, with the same id, role and squad")
            .thenPageHuman();

    @Override
    public Optional<Proposal> propose(WeakPoint weakPoint, int rung) {
        if (weakPoint.subject().kind() != SubjectKind.AGENT || !AgentIssues.LIFE.contains(weakPoint.code())) {
            return Optional.empty();
        }
        Map<String, Object> payload = Proposal.payload(weakPoint, "name", "role", "squad");
        payload.put("agent", weakPoint.subject().id());
        return LADDER.at(rung, new Proposal("agent.revive", List.of(AgentRole.DREAM_OPS), payload));
    }
}
