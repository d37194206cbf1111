package ink.dreamnet.halo.audit;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// Which lines of the audit trail are asked for; a member that is null asks for all.
///
/// @param subjectType the kind of thing that was changed
/// @param subjectId its id
/// @param action what was done
/// @param actor who did it
/// @param requestId in the course of which request
/// @param since from when on
/// @param until before when
public record AuditQuery(@Nullable String subjectType, @Nullable String subjectId, @Nullable String action,
        @Nullable String actor, @Nullable String requestId, @Nullable Instant since, @Nullable Instant until) {
}
