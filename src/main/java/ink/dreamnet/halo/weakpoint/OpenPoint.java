package ink.dreamnet.halo.weakpoint;

import java.util.UUID;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// A weak point that is not resolved, as far as the state of its subject depends on it.
///
/// @param id its id
/// @param subject what it is about
/// @param code the kind of finding
/// @param severity its severity
/// @param suppressedBy what suppresses it; null where nothing does
public record OpenPoint(UUID id, SubjectRef subject, String code, Severity severity,
        Suppression.@Nullable Kind suppressedBy) {
}
