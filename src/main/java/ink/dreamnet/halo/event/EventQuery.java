package ink.dreamnet.halo.event;

import java.time.Instant;

import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// Which events a caller wants to see. Null asks for all.
///
/// @param direction the way they went
/// @param type their type; `*` stands for any text
/// @param source who told
/// @param sourceType what kind of thing told
/// @param severity how bad at least
/// @param subject a watched thing that they name
/// @param since received then or later
/// @param until received before then
public record EventQuery(@Nullable Direction direction, @Nullable String type, @Nullable String source,
        @Nullable String sourceType, @Nullable EventSeverity severity, @Nullable SubjectRef subject,
        @Nullable Instant since, @Nullable Instant until) {

    /// Every event.
    public static final EventQuery ALL = new EventQuery(null, null, null, null, null, null, null, null);
}
