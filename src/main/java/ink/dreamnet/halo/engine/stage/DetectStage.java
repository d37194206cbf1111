package ink.dreamnet.halo.engine.stage;

import ink.dreamnet.halo.weakpoint.Detection;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.springframework.stereotype.Component;

/// Weak point detection: turns issues into weak points, which open, reopen, continue, resolve or turn stale.
@Component
record DetectStage(WeakPoints weakPoints) {

    Detection run(Analyzed analyzed) {
        return weakPoints.detect(analyzed.observations(), analyzed.began());
    }
}
