package ink.dreamnet.halo.graft;

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

/// Repair graft strategy: creates tasks (`graft.repair`) to repair failed grafts. It has nothing to offer where a graft is delisted, because whether it should exist at all is an
/// operator's decision, nor where the Graft Engine does not answer.
@Component
class RepairGraftStrategy implements LadderStrategy {

    private static final Ladder LADDER = Ladder.startingWith("repair")
            .then("reinstall", "Remove the graft and install it again")
            .thenPageHuman();

    @Override
    public Optional<Proposal> propose(WeakPoint weakPoint, int rung) {
        if (weakPoint.subject().kind() != SubjectKind.GRAFT || !GraftIssues.REPAIRABLE.contains(weakPoint.code())) {
            return Optional.empty();
        }
        Map<String, Object> payload = Proposal.payload(weakPoint, "name", "type", "path", "desiredVersion", "agent",
                "url");
        payload.put("graftId", weakPoint.subject().id());
        payload.put("instruction", GraftAdvice.of(weakPoint.code()));
        return LADDER.at(rung, new Proposal("graft.repair", List.of(AgentRole.GRAFT_BUILDER), payload));
    }
}
