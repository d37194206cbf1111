package ink.dreamnet.halo.core;

/// How much a cycle does.
public enum CycleMode implements Wire {
    /// Runs the fast analyzers only; its tasks are only suggested.
    LIGHT,
    /// Runs every analyzer and proposes tasks for approval.
    FULL;

    /// @return the mode that serves both
    public CycleMode and(CycleMode other) {
        return this == FULL ? FULL : other;
    }
}
