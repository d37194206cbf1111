package ink.dreamnet.halo.engine.stage;

import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.weakpoint.Detection;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.springframework.stereotype.Component;

/// Cancels the tasks that the detection made needless.
@Component
record SettleStage(Tasks tasks) {

    /// @return how many tasks it cancelled
    int run(Detection detection) {
        return tasks.settle(detection.resolved().stream().map(WeakPoint::id).toList(), detection.flappingChanged());
    }
}
