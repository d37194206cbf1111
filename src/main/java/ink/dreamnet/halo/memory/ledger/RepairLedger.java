package ink.dreamnet.halo.memory.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/// The ledger's rows. Nothing in them is ever overwritten but that nobody did a repair, when someone does it after all. Every
/// caller is in a transaction, and comes here after it has locked its tasks.
public interface RepairLedger {

    /// A row, and how it is counted in what is derived.
    ///
    /// @param counted how, as JSON; null where it is not counted yet
    /// @param outcomeNo the place of its outcome among all that are final; null where it has none yet
    /// @param dueAt when it is counted anew; null where never
    record Entry(RepairEvidence evidence, @Nullable String counted, @Nullable Long outcomeNo,
            @Nullable Instant dueAt) {

        /// @return whether it has changed, or time has changed it, and is not counted so yet
        public boolean due(Instant now) {
            return dueAt != null && !dueAt.isAfter(now);
        }
    }

    /// How a row is counted from now on.
    ///
    /// @param dueAt when that changes next by time alone; null where it does not
    record Counted(UUID id, String counted, @Nullable Long outcomeNo, @Nullable Instant dueAt) {
    }

    /// @param dueAt when they are counted
    /// @return how many were added; those whose id is there already are not
    int add(Collection<RepairEvidence> rows, Instant dueAt);

    /// Records who did a task, and whether it helped, with its last approval. What is known stays.
    ///
    /// @param at when it was found out
    void judge(UUID task, Work work, Instant at);

    /// Records that weak points were resolved.
    ///
    /// @param removed whether because nobody watches their subjects any more
    void ended(Collection<UUID> weakPoints, boolean removed, Instant at);

    /// Records that weak points are there again.
    ///
    /// @param endedAfter until when back what ended has come back by it
    void returned(Collection<UUID> weakPoints, Instant endedAfter, Instant at);

    /// Records that weak points get a repair, before its own row is added: what becomes of them from now on is not the doing of
    /// what was decided before.
    void treated(Collection<UUID> weakPoints, Instant at);

    /// @return those of some weak points for which a repair is approved that is not verified yet
    Set<UUID> inTreatment(Collection<UUID> weakPoints);

    /// @return those of some tasks that were compared with before anyone decided
    Set<UUID> compared(Collection<UUID> tasks);

    /// @return up to some rows of which it is due to count them anew, in the order in which they became so, locked; without
    ///         those that someone else is changing
    List<Entry> due(Instant now, int most);

    /// Records how rows are counted.
    void count(List<Counted> rows);

    /// Reads the whole ledger: first the rows whose outcomes are final, in the order in which they became so.
    void each(Consumer<Entry> reader);

    /// Reads what this installation recorded itself, the oldest first.
    void eachOwn(Consumer<RepairEvidence> reader);

    /// Reads the repairs of which it became known after a time, up to another one, what they achieved, in that order.
    void judged(Instant after, Instant until, Consumer<RepairEvidence> reader);

    /// Takes the lock under which what is derived changes, until the end of the transaction.
    ///
    /// @return how many outcomes are final so far
    long lock();

    /// Records how many outcomes are final now.
    void outcomes(long number);
}
