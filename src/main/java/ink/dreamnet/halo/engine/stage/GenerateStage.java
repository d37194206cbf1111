package ink.dreamnet.halo.engine.stage;

import ink.dreamnet.halo.strategy.Generated;
import ink.dreamnet.halo.strategy.TaskGeneration;
import ink.dreamnet.halo.weakpoint.Detection;
import org.springframework.stereotype.Component;

/// Task generation: asks every strategy about every weak point of which repairs are to be proposed. Changes nothing.
@Component
record GenerateStage(TaskGeneration generation) {

    Generated run(Analyzed analyzed, Detection detection) {
        return generation.generate(detection.toRepair(), analyzed.batch().cycleId());
    }
}
