package ink.dreamnet.halo.graft;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.strategy.Ladder;
import ink.dreamnet.halo.strategy.Proposal;
import ink.dreamnet.halo.strategy.Strategy;
import ink.dreamnet.halo.task.AgentRole;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.springframework.stereotype.Component;

/// Repair graft strategy: creates tasks (`graft.repair`) to repair failed grafts. It has nothing to offer where a graft is delisted, because whether it should exist at all is an
/// operator's decision, nor where the Graft Engine does not answer.
@Component
class RepairGraftStrategy implements Strategy {

    private static final Ladder LADDER = Ladder.startingWith("repair")
            .then("reinstall", "Remove the graft and install it again")
            .thenPageHuman();
    private static final List<String> COPIED = List.of("name", "type", "path", "desiredVersion", "agent", "url");

    @Override
    public Optional<Proposal> propose(WeakPoint weakPoint) {
        return propose(weakPoint, 0);
    }

    @Override
    public Optional<Proposal> propose(WeakPoint weakPoint, int rung) {
        if (weakPoint.subject().kind() != SubjectKind.GRAFT || !GraftIssues.REPAIRABLE.contains(weakPoint.code())) {
            return Optional.empty();
        }
        Map<String, Object> payload = new HashMap<>();
        payload.put("graftId", weakPoint.subject().id());
        payload.put("code", weakPoint.code());
        payload.put("instruction", GraftAdvice.of(weakPoint.code()));
        for (String member : COPIED) {
            Object value = weakPoint.data().get(member);
            if (value != null) {
                payload.put(member, value);
            }
        }
        return LADDER.at(rung, new Proposal("graft.repair", List.of(AgentRole.GRAFT_BUILDER), payload));
    }
}
