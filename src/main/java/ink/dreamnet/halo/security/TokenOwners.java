package ink.dreamnet.halo.security;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import ink.dreamnet.halo.core.Role;
import ink.dreamnet.halo.core.Sha256;
import ink.dreamnet.halo.core.TooManyRequestsException;
import ink.dreamnet.halo.core.UnavailableException;
import org.jspecify.annotations.Nullable;

/// Knows whose a token is: of those that configuration names, those that were made over the API, and those of an issuer.
final class TokenOwners {

    private final ConfiguredTokens configured;
    private final AccessTokens made;
    private final IssuedTokens issued;
    private final Guesses guesses;

    /// Somebody who has a token that holds.
    ///
    /// @param caller who it is
    /// @param expiresAt when a token of an issuer ends; null for one that HALO knows, and which may be revoked
    record Holder(Caller caller, @Nullable Instant expiresAt) {
    }

    TokenOwners(ConfiguredTokens configured, AccessTokens made, IssuedTokens issued, Guesses guesses) {
        this.configured = configured;
        this.made = made;
        this.issued = issued;
        this.guesses = guesses;
    }

    /// @param presented what somebody presents
    /// @param from the address of who presents it
    /// @return empty where it is nobody's token, was revoked, or has ended
    /// @throws TooManyRequestsException where too many wrong ones came from there
    /// @throws UnavailableException where it is not known whether it holds: its issuer does not say its keys, or the database is away
    Optional<Holder> find(String presented, String from) {
        byte[] digest = Sha256.of(presented);
        return guesses.judge(from, digest, issued.claimsTheIssuer(presented), () -> known(presented, digest, from)
                .map(caller -> new Holder(caller.from(from), null)).or(() -> issued.find(presented, digest)
                        .map(token -> new Holder(decides(token.owner().from(from)), token.expiresAt()))));
    }

    /// What does not look like a token of HALO's is not waited for.
    private Optional<Caller> known(String presented, byte[] digest, String from) {
        return configured.owner(digest).or(() -> presented.startsWith(AccessTokens.SCHEME)
                ? made.owner(digest, from)
                : Optional.empty());
    }

    /// As the other, of a token that HALO knows.
    ///
    /// @param digest the SHA-256 of the token
    Optional<Caller> find(byte[] digest, String from) {
        return configured.owner(digest).or(() -> made.owner(digest, from)).map(caller -> caller.from(from));
    }

    /// An administrator approves where an operator has the same name.
    private Caller decides(Caller caller) {
        String name = caller.actor().name();
        if (!caller.has(Role.ADMIN) || !configured.operator(name) && !made.operator(name)) {
            return caller;
        }
        Set<Role> roles = EnumSet.copyOf(caller.roles());
        roles.add(Role.OPERATOR);
        return new Caller(caller.actor(), roles, caller.agent(), caller.squad(), caller.source(), caller.address());
    }
}
