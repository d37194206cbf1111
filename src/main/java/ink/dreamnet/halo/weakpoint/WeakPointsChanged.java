package ink.dreamnet.halo.weakpoint;

import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// Others may know of weak points what they did not know before. Published once for a cycle, in the transaction that records
/// it.
///
/// What is suppressed is not told. A weak point that is still there when its suppression ends is told then; one that others
/// were told of is told resolved, whatever suppresses it.
///
/// @param cycleId the cycle that found it out
/// @param changes at least one, in the order in which they are to be told
public record WeakPointsChanged(UUID cycleId, List<Change> changes) {

    /// Copies the list.
    public WeakPointsChanged {
        changes = List.copyOf(changes);
    }

    /// What is new of one weak point.
    ///
    /// @param kind what
    /// @param weakPoint as it is now
    /// @param before how bad it was when others were last told of it, null where they never were
    /// @param worst how bad it was at worst when others were told of it in this episode, what is told now included
    public record Change(Kind kind, WeakPoint weakPoint, @Nullable Severity before, Severity worst) {
    }

    /// What can be new.
    public enum Kind implements Wire {
        /// It is there.
        OPENED,
        /// It is there again, within 24 hours after it was resolved.
        REOPENED,
        /// It is worse than others know.
        WORSENED,
        /// It is not there any more.
        RESOLVED
    }
}
