package ink.dreamnet.halo.analysis;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// Whether it is the turn of a subject.
///
/// @param subject the subject
/// @param turn whether and when the cycle looks at it
/// @param intervalMs how long it is between two of its looks as things are, in ms; null where that does not matter
/// @param why one phrase
public record PlannedCheck(SubjectRef subject, Turn turn, @Nullable Long intervalMs, String why) {

    /// Whether and when a cycle looks at a subject.
    public enum Turn implements Wire {
        /// Later in the cycle, because of what it saw.
        FAN_OUT,
        /// It is looked at.
        DUE,
        /// It is left out: nothing new is known of it.
        NOT_DUE
    }
}
