package ink.dreamnet.halo.squad;

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

/// Optimize squad strategy: creates tasks (`squad.optimize`) to optimize squad performance. Where Squad Builder does not answer it has nothing to offer: no agent of a
/// squad can repair the connection to it.
@Component
class OptimizeSquadStrategy implements Strategy {

    private static final Ladder LADDER = Ladder.startingWith("optimize").thenPageHuman();

    @Override
    public Optional<Proposal> propose(WeakPoint weakPoint) {
        return propose(weakPoint, 0);
    }

    @Override
    public Optional<Proposal> propose(WeakPoint weakPoint, int rung) {
        if (weakPoint.subject().kind() != SubjectKind.SQUAD || !SquadIssues.OF_SQUADS.contains(weakPoint.code())) {
            return Optional.empty();
        }
        Map<String, Object> payload = new HashMap<>();
        payload.put("squadId", weakPoint.subject().id());
        payload.put("code", weakPoint.code());
        payload.put("instruction", SquadAdvice.of(weakPoint.code()));
        if (weakPoint.data().get("name") instanceof String name) {
            payload.put("name", name);
        }
        return LADDER.at(rung, new Proposal("squad.optimize", List.of(AgentRole.DREAM_OPS), payload));
    }
}
