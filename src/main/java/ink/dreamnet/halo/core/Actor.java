package ink.dreamnet.halo.core;

import org.jspecify.annotations.Nullable;

/// Who caused a change.
///
/// @param name how the audit trail calls them; at most 200 characters
/// @param token a short fingerprint of the token that they presented; null where they needed none
public record Actor(String name, @Nullable String token) {

    /// HALO itself: a cycle, a schedule, an expiry.
    public static final Actor HALO = new Actor("halo");

    /// Whoever reaches HALO on its own machine, where no token is configured.
    public static final Actor LOCAL = new Actor("local");

    /// Someone who presented no token.
    public Actor(String name) {
        this(name, null);
    }
}
