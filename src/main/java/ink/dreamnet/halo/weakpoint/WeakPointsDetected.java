package ink.dreamnet.halo.weakpoint;

import java.time.Instant;
import java.util.List;

/// The issues of a cycle were turned into weak points. Published once for each cycle, in the transaction that records it,
/// before repairs are verified and proposed; where that transaction is tried again, once for each try.
///
/// @param observations what the cycle observed
/// @param at when the weak points were changed
/// @param open the weak points that are open now, in no order
/// @param appeared those of them that opened or reopened
/// @param resolved those that this cycle closed
public record WeakPointsDetected(Observations observations, Instant at, List<WeakPoint> open,
        List<WeakPoint> appeared, List<WeakPoint> resolved) {

    /// Copies the lists.
    public WeakPointsDetected {
        open = List.copyOf(open);
        appeared = List.copyOf(appeared);
        resolved = List.copyOf(resolved);
    }
}
