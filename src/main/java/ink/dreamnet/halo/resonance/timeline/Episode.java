package ink.dreamnet.halo.resonance.timeline;

/// One time that a subject was weak. When exactly it began and ended is not known, only between which looks (interval censoring).
/// All times are in ms since 1970.
///
/// @param healthyMs the last look before that saw it healthy; [#NEVER] where there was none
/// @param weakMs the first look that saw it weak
/// @param lastWeakMs the last look that saw it weak
/// @param recoveredMs the first look that saw it healthy again; [#OPEN] while it is weak
public record Episode(long healthyMs, long weakMs, long lastWeakMs, long recoveredMs) {

    /// Nobody saw it healthy before: when it began is not known at all.
    public static final long NEVER = Long.MIN_VALUE;
    /// It is not over.
    public static final long OPEN = Long.MAX_VALUE;

    /// @return whether its begin was seen, so that it counts as an onset
    public boolean onset() {
        return healthyMs != NEVER;
    }

    /// @return whether it is not over
    public boolean open() {
        return recoveredMs == OPEN;
    }
}
