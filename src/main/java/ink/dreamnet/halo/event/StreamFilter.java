package ink.dreamnet.halo.event;

import java.util.List;

import ink.dreamnet.halo.core.Glob;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// The events that a listener gets.
///
/// @param types patterns with `*`, at least one
/// @param least the least severity
/// @param subject the subject that they must concern, null for any
/// @param direction null for both
record StreamFilter(List<Glob> types, EventSeverity least, @Nullable SubjectRef subject,
        @Nullable Direction direction) {

    private static final int MAX_TYPES = 20;

    /// @throws InvalidInputException where a parameter is wrong
    static StreamFilter of(@Nullable List<String> types, @Nullable String severity, @Nullable String subject,
            @Nullable String direction) {
        List<String> given = types == null || types.isEmpty() ? List.of("*") : types;
        if (given.size() > MAX_TYPES || given.stream().anyMatch(type -> type.isBlank() || type.length() > 200)) {
            throw new InvalidInputException("type",
                    "1 to %d types of 1 to 200 characters are expected; * stands for any text".formatted(MAX_TYPES));
        }
        return new StreamFilter(given.stream().map(type -> Glob.wildcard(type.strip())).toList(),
                severity == null ? EventSeverity.INFO : Wire.parse(EventSeverity.class, "severity", severity),
                subject == null ? null : SubjectRef.parse(subject),
                direction == null ? null : Wire.parse(Direction.class, "direction", direction));
    }

    boolean matches(WormholeEvent event) {
        return (direction == null || direction == event.direction()) && event.severity().atLeast(least)
                && (subject == null || event.subjects().contains(subject)
                        || subject.toString().equals(event.subject()))
                && types.stream().anyMatch(type -> type.matches(event.type()));
    }
}
