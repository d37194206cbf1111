package ink.dreamnet.halo.engine.stage;

import java.util.List;

import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.proposal.Proposals;
import ink.dreamnet.halo.task.proposal.Proposed;
import org.springframework.stereotype.Component;

/// Task dispatch: dispatches tasks to squads, that is, routes each new task to a squad that has an agent of a target role. What was approved before is handed over at once, not
/// by a cycle.
@Component
record DispatchStage(Proposals proposals) {

    /// @return the new tasks as they are now
    List<TaskView> run(Proposed proposed) {
        return proposals.route(proposed);
    }
}
