package ink.dreamnet.halo.task.verification;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;

/// Keeps a strategy from repairing one kind of weak point, because such a repair did harm.
///
/// @param id its id
/// @param strategy the strategy
/// @param code the kind of weak point
/// @param taskId the task that did harm
/// @param reason what it did, as one sentence
/// @param stoppedAt since when
/// @param releasedAt until when; null while it is in force
/// @param releasedBy who released it; null while it is in force
/// @param comment their comment, or null
@NamedInterface("verification")
public record StrategyStop(UUID id, String strategy, String code, UUID taskId, String reason, Instant stoppedAt,
        @Nullable Instant releasedAt, @Nullable String releasedBy, @Nullable String comment) {

    /// @return why nothing is done, as one sentence
    public String sentence() {
        return "strategy %s is stopped for %s since %s, because task %s did harm (%s), until an operator releases it"
                .formatted(strategy, code, stoppedAt, taskId, reason);
    }
}
