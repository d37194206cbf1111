package ink.dreamnet.halo.weakpoint;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;

import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// Why no repair of a weak point is proposed for now. It is still observed.
///
/// @param kind what suppresses it
/// @param id the id of the silence, the maintenance window, or the weak point that is its cause; of a snooze, the id of
///        the weak point itself
/// @param reason one sentence or the operator's comment
/// @param until when it ends by itself; null where no time is set for it
@Embeddable
public record Suppression(@Enumerated(EnumType.STRING) @Column(name = "suppressed_kind") Kind kind,
        @Column(name = "suppressed_id") String id, @Column(name = "suppressed_reason") String reason,
        @Nullable @Column(name = "suppressed_until") Instant until) {

    /// What can suppress a weak point, the strongest first.
    public enum Kind implements Wire {
        /// An operator snoozed this very weak point.
        SNOOZE,
        /// A silence matches it.
        SILENCE,
        /// A maintenance window that is open matches it.
        MAINTENANCE,
        /// A subject that its subject depends on has an open weak point that is at least as bad.
        WEAK_POINT
    }

    /// @return it as a text: `silence 0192…: planned work`
    public String describe() {
        return kind.wire() + " " + id + (reason.isEmpty() ? "" : ": " + reason);
    }
}
