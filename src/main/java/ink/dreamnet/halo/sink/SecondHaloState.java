package ink.dreamnet.halo.sink;

import java.time.Instant;

import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// Whether another HALO answers where DreamNet is, as of the last check.
///
/// @param base DreamNet's API
/// @param outcome what the check found
/// @param detail what it answered, or why that is not known; null where there is nothing to say
/// @param checkedAt when it was
/// @param known the last outcome that was `NONE` or `PRESENT`; null where there was none yet
public record SecondHaloState(String base, Outcome outcome, @Nullable String detail, Instant checkedAt,
        @Nullable Outcome known) {

    /// What a check found.
    public enum Outcome implements Wire {
        /// Something answers that is no other HALO.
        NONE,
        /// Another HALO answers.
        PRESENT,
        /// Nothing listens there.
        REFUSED,
        /// No answer says so.
        UNKNOWN
    }
}
