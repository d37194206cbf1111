package ink.dreamnet.halo.task;

import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.core.SubjectRef;

/// May object to work on a weak point just now: because it is silenced, say, or suppressed by another one. Asked on every
/// road to a dispatch; rooms that know such reasons implement it.
@FunctionalInterface
public interface DispatchObjection {

    /// @return why nothing is to be done about it now, as one sentence; empty where nothing speaks against it
    Optional<String> against(UUID weakPointId, SubjectRef subject);
}
