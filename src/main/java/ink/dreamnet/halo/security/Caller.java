package ink.dreamnet.halo.security;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Role;
import org.jspecify.annotations.Nullable;

/// Someone who was let in.
///
/// @param actor how the audit trail calls them
/// @param roles what they may do
/// @param agent the agent that they speak for; null where their token names none
/// @param squad the squad whose agents they speak for; null where their token names none
/// @param source the source that they speak for; null where their token names none
/// @param address the address that they call from; null where it is not known
record Caller(Actor actor, Set<Role> roles, @Nullable String agent, @Nullable String squad, @Nullable String source,
        @Nullable String address) {

    Caller {
        roles = Set.copyOf(roles);
    }

    static Caller of(Actor actor, Role... roles) {
        return new Caller(actor, Set.of(roles), null, null, null, null);
    }

    /// Whoever is on this machine, where no token is configured.
    static Caller local() {
        return new Caller(Actor.LOCAL, EnumSet.allOf(Role.class), null, null, null, null);
    }

    Caller from(String remote) {
        return new Caller(actor, roles, agent, squad, source, remote);
    }

    /// @return the roles in one text (`operator+admin`); null where no token was needed
    @Nullable
    String role() {
        return actor.token() == null
                ? null
                : roles.stream().sorted().map(Role::wire).collect(Collectors.joining("+"));
    }

    /// @return whether the roles let it read what HALO knows
    boolean reads() {
        return has(Role.VIEWER) || has(Role.OPERATOR) || has(Role.ADMIN);
    }

    boolean has(Role role) {
        return roles.contains(role);
    }
}
