package ink.dreamnet.halo.audit;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// One line of the audit trail.
///
/// @param id names it
/// @param at when, by the clock of the database; it does not order the trail, which has an order of its own
/// @param actor who
/// @param action what they did, in the API's words (`task.approved`)
/// @param subjectType the kind of thing that was changed (`task`, `endpoint`, `agent`)
/// @param subjectId its id
/// @param from its state before, null where it has none
/// @param to its state after, null where it has none
/// @param reason why, in the actor's or HALO's words
/// @param token the first 8 hex digits of the SHA-256 of the token that the actor presented; null where they needed none, and
///        for a reader who presents none
/// @param role the roles of that token (`operator`); null as the token is
/// @param address the address that the actor called from; null where HALO itself acted, and for a reader who presents no token where others do
/// @param requestId the request in the course of which it was done, as `X-Request-Id` of its answer has it; null where there was none
public record AuditEntry(UUID id, Instant at, String actor, String action, String subjectType, String subjectId,
        @Nullable String from, @Nullable String to, @Nullable String reason, @Nullable String token,
        @Nullable String role, @Nullable String address, @Nullable String requestId) {

    /// @return what those may read of it who say who they are, or what everybody may
    AuditEntry shownTo(boolean known) {
        return known
                ? this
                : new AuditEntry(id, at, actor, action, subjectType, subjectId, from, to, reason, null, null, null,
                        requestId);
    }
}
