package ink.dreamnet.halo.task;

import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.core.SubjectRef;

/// May object to work on a weak point just now: because it is silenced, or suppressed by another one. Asked before
/// every dispatch.
@FunctionalInterface
public interface DispatchObjection {

    /// @return why nothing is to be done about it now, as one sentence; empty where nothing is against it
    Optional<String> against(UUID weakPointId, SubjectRef subject);
}
