package ink.dreamnet.halo.security;

import java.time.Instant;
import java.util.UUID;

import ink.dreamnet.halo.core.Role;
import org.jspecify.annotations.Nullable;

/// A token that was made over the API. Its secret is known to its holder alone.
///
/// @param id names it
/// @param name whose it is; the tokens of one name are one person's
/// @param role what it lets its holder do
/// @param agent the agent that it speaks for; null where it is no agent's, or one of a squad
/// @param squad the squad whose agents it speaks for; null where it is no agent's, or one agent's
/// @param source the source that it speaks for; null where it is no source's
/// @param prefix the beginning of its secret, to tell tokens apart
/// @param createdBy who made it
/// @param createdAt when
/// @param expiresAt when it ends; null where it does not
/// @param lastUsedAt when it was last used, to a minute; null where it never was
/// @param lastUsedFrom the address that it was last used from; null where it never was
record AccessToken(UUID id, String name, Role role, @Nullable String agent, @Nullable String squad,
        @Nullable String source, String prefix, String createdBy, Instant createdAt, @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt, @Nullable String lastUsedFrom) {

    boolean expired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }
}
