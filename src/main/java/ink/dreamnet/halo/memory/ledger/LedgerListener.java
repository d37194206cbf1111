package ink.dreamnet.halo.memory.ledger;

/// Brings what is derived from the ledger up to date.
@FunctionalInterface
public interface LedgerListener {

    /// Called in the transaction of each cycle, after all that happened in it is in the ledger.
    void cycleRecorded();
}
