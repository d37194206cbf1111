package ink.dreamnet.halo.core;

/// How bad an issue is. The order of the constants is the order of severity.
public enum Severity implements Wire {
    /// Worth knowing; never a weak point.
    LOW, MEDIUM, HIGH, CRITICAL;

    /// @return whether this severity is the same as or worse than the other
    public boolean atLeast(Severity other) {
        return compareTo(other) >= 0;
    }
}
