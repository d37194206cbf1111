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
        return tasks.cancelFor(detection.resolved().stream().map(WeakPoint::id).toList(),
                "its weak point resolved by itself")
                + tasks.cancelUndecidedFor(detection.flappingChanged(),
                        "its weak point began or ceased to flap, so another repair is to be proposed");
    }
}
