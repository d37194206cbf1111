package ink.dreamnet.halo.weakpoint;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

import ink.dreamnet.halo.core.SubjectRef;

/// The records of weak points, as far as a cycle changes them.
interface WeakPointRecords {

    void add(WeakPointEntity weakPoint);

    /// @return those of some ids, in no order
    List<WeakPointEntity> findAll(Collection<UUID> ids);

    /// As [WeakPointAges#thereSince].
    Map<UUID, Instant> thereSince(Collection<UUID> ids);

    /// @return all that are not resolved, by their ids, locked until the end of the transaction: an operator's change waits for a cycle's
    List<WeakPointEntity> lockActive();

    /// @return those about some subjects that were resolved since a time, the latest last
    List<WeakPointEntity> resolvedSince(Collection<SubjectRef> subjects, Instant since);

    /// Adds a healthy observation to those that were resolved since a time and have a failing one among their last 21.
    ///
    /// @param healthy tells which were observed and are healthy
    void sampleHealthy(Instant since, Predicate<Identity> healthy);

    /// Writes the pending changes of weak points, and history. They are not to change any more in the transaction.
    void write(WeakPointStore.Events events);

    /// Sets the task decision of weak points that are still open to `hold`.
    void holdTasks(Map<UUID, String> reasons);
}
