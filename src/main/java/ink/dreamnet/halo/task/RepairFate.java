package ink.dreamnet.halo.task;

/// What became of the repairs that were proposed of a weak point, since it is there.
public enum RepairFate {
    /// Nothing yet of any of them.
    AWAITED,
    /// Of one it is known: it was refused, expired, failed, or did not help.
    OVER,
    /// One was done, and helped.
    HELPED
}
