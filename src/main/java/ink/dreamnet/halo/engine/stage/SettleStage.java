package ink.dreamnet.halo.engine.stage;

import ink.dreamnet.halo.task.CancelledTasks;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.weakpoint.Detection;
import org.springframework.stereotype.Component;

/// Cancels the tasks that the detection made needless.
@Component
record SettleStage(Tasks tasks) {

    CancelledTasks run(Detection detection) {
        return tasks.settle(detection.resolvedByThemselves(), detection.removed(), detection.flappingChanged());
    }
}
