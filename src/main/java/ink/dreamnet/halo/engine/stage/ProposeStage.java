package ink.dreamnet.halo.engine.stage;

import ink.dreamnet.halo.strategy.Generated;
import ink.dreamnet.halo.task.proposal.Proposals;
import ink.dreamnet.halo.task.proposal.Proposed;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.springframework.stereotype.Component;

/// Turns proposals into tasks, as far as the rules let it, and notes why there is no task for the other weak points.
@Component
record ProposeStage(Proposals proposals, WeakPoints weakPoints) {

    Proposed run(Analyzed analyzed, Generated generated) {
        Proposed proposed = proposals.propose(generated.drafts(), analyzed.observations().mode());
        weakPoints.holdTasks(generated.reasons(proposed.blocked(), proposed.weakPoints()));
        return proposed;
    }
}
