package ink.dreamnet.halo.security;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import ink.dreamnet.halo.core.Senders;
import ink.dreamnet.halo.core.TooManyRequestsException;

/// Bounds how many different wrong tokens, logins and sessions come from an address. What has come from there before is no guess, whether it
/// held or not: so neither an agent with an old token nor somebody who guesses keeps those out who share their address. Nor is what proves itself
/// by a signature: an issuer's tokens are short-lived, and each is new.
final class Guesses {

    /// When the older half of what is remembered is forgotten: more than the tokens of a fleet of 17,000 agents, 5 MB.
    private static final int HALF = 50_000;
    /// Spreads hash codes over 64 bits: 2^64 divided by the golden ratio.
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final Rates.Bound failures;
    private final Senders senders;
    private volatile Presented presented = new Presented(Set.of(), ConcurrentHashMap.newKeySet());

    /// What came from where.
    private record Presented(Set<Long> older, Set<Long> newer) {

        private boolean has(Long secret) {
            return newer.contains(secret) || older.contains(secret);
        }
    }

    Guesses(Rates.Bound failures, Senders senders) {
        this.failures = failures;
        this.senders = senders;
    }

    /// Looks up whose secret it is, unless too many wrong ones came from the address.
    ///
    /// @param digest the SHA-256 of what is presented
    /// @param signed whether it is looked up anyhow, because nobody can guess it; a wrong one counts as any other
    /// @return what the look-up finds
    /// @throws TooManyRequestsException where it is not looked up
    <T> Optional<T> judge(String address, byte[] digest, boolean signed, Supplier<Optional<T>> lookup) {
        String sender = senders.of(address);
        if (sender == null) {
            return lookup.get();
        }
        Long secret = secret(sender, digest);
        Presented before = presented;
        boolean known = before.has(secret);
        if (!known && !signed) {
            failures.check(sender);
        }
        Optional<T> found = lookup.get();
        if (!before.newer().contains(secret)) {
            if (!known && found.isEmpty()) {
                failures.take(sender);
            }
            remember(secret);
        }
        return found;
    }

    /// Takes a secret for one that came from an address before, because it was given to who is there.
    void expect(String address, byte[] digest) {
        String sender = senders.of(address);
        if (sender != null) {
            remember(secret(sender, digest));
        }
    }

    private static Long secret(String sender, byte[] digest) {
        return ByteBuffer.wrap(digest).getLong() ^ SPREAD * sender.hashCode();
    }

    private void remember(Long secret) {
        Presented now = presented;
        if (now.newer().size() >= HALF) {
            now = new Presented(now.newer(), ConcurrentHashMap.newKeySet());
            presented = now;
        }
        now.newer().add(secret);
    }
}
