package ink.dreamnet.halo.weakpoint;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.masking.MaskedText;
import org.jspecify.annotations.Nullable;

/// An operator's decision that no repair of a weak point is proposed until a time.
///
/// @param until the time
/// @param severity its severity at that time: when it becomes more severe, the snooze ends
/// @param by the operator
/// @param comment why, or null
@Embeddable
record Snooze(@Column(name = "snooze_until") Instant until,
        @Enumerated(EnumType.STRING) @Column(name = "snooze_severity") Severity severity,
        @Column(name = "snooze_by") String by, @Nullable @Column(name = "snooze_comment") String comment) {

    private static final int MAX_COMMENT = 1000;

    /// Masks what is secret in the comment.
    Snooze {
        comment = MaskedText.within(comment, MAX_COMMENT);
    }

    /// @return whether it still holds
    boolean holds(Instant now, Severity present) {
        return now.isBefore(until) && severity.atLeast(present);
    }
}
