package ink.dreamnet.halo.engine;

import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.task.DispatchObjection;
import ink.dreamnet.halo.weakpoint.Suppressions;
import org.springframework.stereotype.Component;

/// Holds back the work on weak points that are silenced, under maintenance, snoozed or caused by another one.
@Component
class SuppressedWork implements DispatchObjection {

    private final Suppressions suppressions;

    SuppressedWork(Suppressions suppressions) {
        this.suppressions = suppressions;
    }

    @Override
    public Optional<String> against(UUID weakPointId, SubjectRef subject) {
        return suppressions.reasonFor(weakPointId).map(by -> "suppressed by " + by.describe());
    }
}
