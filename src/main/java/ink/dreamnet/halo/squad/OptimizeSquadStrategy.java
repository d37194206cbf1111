package ink.dreamnet.halo.squad;

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

/// Optimize squad strategy: creates tasks (`squad.optimize`) to optimize squad performance. Where Squad Builder does not answer it has nothing to offer: no agent of a
/// squad can repair the connection to it.
@Component
class OptimizeSquadStrategy implements LadderStrategy {

    private static final Ladder LADDER = Ladder.startingWith("optimize").thenPageHuman();

    @Override
    public Optional<Proposal> propose(WeakPoint weakPoint, int rung) {
        if (weakPoint.subject().kind() != SubjectKind.SQUAD || !SquadIssues.OF_SQUADS.contains(weakPoint.code())) {
            return Optional.empty();
        }
        Map<String, Object> payload = Proposal.payload(weakPoint, "name");
        payload.put("squadId", weakPoint.subject().id());
        payload.put("instruction", SquadAdvice.of(weakPoint.code()));
        return LADDER.at(rung, new Proposal("squad.optimize", List.of(AgentRole.DREAM_OPS), payload));
    }
}
