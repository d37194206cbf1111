package ink.dreamnet.halo.weakpoint;

import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// Others are to be notified of weak points. Published once for a cycle, in the transaction that records it.
///
/// What is suppressed is not notified. A weak point that is still there when its suppression ends is notified then; one that
/// was notified is also notified as resolved, whatever suppresses it.
///
/// @param cycleId the cycle that found it out
/// @param changes at least one, in the order in which they are to be notified
public record WeakPointsChanged(UUID cycleId, List<Change> changes) {

    /// Copies the list.
    public WeakPointsChanged {
        changes = List.copyOf(changes);
    }

    /// What is new of one weak point.
    ///
    /// @param kind what
    /// @param weakPoint as it is now
    /// @param before the severity that others were last notified of, null where they were not notified
    /// @param worst the highest severity that others were notified of in this episode, including this time
    public record Change(Kind kind, WeakPoint weakPoint, @Nullable Severity before, Severity worst) {
    }

    /// What can be new.
    public enum Kind implements Wire {
        /// It is there.
        OPENED,
        /// It is there again, within 24 hours after it was resolved.
        REOPENED,
        /// It is more severe than others were notified of.
        WORSENED,
        /// It is not there any more.
        RESOLVED
    }
}
