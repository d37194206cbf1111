package ink.dreamnet.halo.memory.ledger;

/// A part of the memory that is derived from the record and can be derived anew.
public interface Derived {

    /// Forgets what was derived, in the caller's transaction.
    void clear();

    /// Derives it anew, in the same transaction. The result is exactly what is there when nothing is derived anew.
    void derive();
}
