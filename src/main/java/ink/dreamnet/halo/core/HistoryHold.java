package ink.dreamnet.halo.core;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/// Keeps records that are old enough to be removed, because another room still needs them. What is held is asked about again the next
/// night.
public interface HistoryHold {

    /// @return of which step ([HistoryStep#what]) it holds records
    String what();

    /// @param ids records that are to be removed, in the transaction that removes them
    /// @return those among them that must stay
    Set<UUID> held(Collection<UUID> ids);
}
