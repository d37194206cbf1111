package ink.dreamnet.halo.engine.stage;

import java.time.Instant;

import ink.dreamnet.halo.analysis.PlanRecord;
import ink.dreamnet.halo.trigger.RequestBatch;
import ink.dreamnet.halo.weakpoint.Observations;
import org.jspecify.annotations.Nullable;

/// What the analyzers observed: all that the later stages know of the fleet.
///
/// @param planned the cycle with its plan
/// @param observations what they saw
/// @param plan the plan as it was carried out; null where every subject was due
record Analyzed(Planned planned, Observations observations, @Nullable PlanRecord plan) {

    /// @return the requests that the cycle serves
    RequestBatch batch() {
        return planned.batch();
    }

    /// @return when the analysis began
    Instant began() {
        return planned.began();
    }
}
