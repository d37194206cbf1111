package ink.dreamnet.halo.task.verification;

import ink.dreamnet.halo.core.SubjectRef;
import org.springframework.modulith.NamedInterface;

/// A strategy was stopped because a repair of its did harm. Published in the transaction that records it.
///
/// @param stop what it is stopped for
/// @param subject whom the repair concerned
@NamedInterface("verification")
public record StrategyStopped(StrategyStop stop, SubjectRef subject) {
}
