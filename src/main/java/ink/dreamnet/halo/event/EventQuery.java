package ink.dreamnet.halo.event;

import java.time.Instant;

import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// The filters of a list of events; null matches any.
///
/// @param direction incoming or outgoing
/// @param type their type; `*` stands for any text
/// @param source the CloudEvents `source`
/// @param sourceType the kind of the sender
/// @param severity the least severity
/// @param subject a subject that they name
/// @param since received then or later
/// @param until received before then
public record EventQuery(@Nullable Direction direction, @Nullable String type, @Nullable String source,
        @Nullable String sourceType, @Nullable EventSeverity severity, @Nullable SubjectRef subject,
        @Nullable Instant since, @Nullable Instant until) {

    /// Every event.
    public static final EventQuery ALL = new EventQuery(null, null, null, null, null, null, null, null);
}
