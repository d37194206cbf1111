package ink.dreamnet.halo.security;

import java.time.Duration;
import java.util.function.LongSupplier;

import ink.dreamnet.halo.core.Senders;
import ink.dreamnet.halo.core.TooManyRequestsException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/// Bounds how often callers call, by their token and by their address.
final class Rates {

    /// How much may come at once, as time at the steady rate: agents that all come back at the same moment.
    private static final int BURST_SECONDS = 10;

    private final Senders senders;
    private final Bound tokenReads;
    private final Bound tokenWrites;
    private final Bound addressReads;
    private final Bound addressWrites;
    private final Bound failures;

    /// One of the limits.
    ///
    /// @param sentence says which it is
    /// @param refused counts what was one too many
    record Bound(RateLimit limit, String sentence, Counter refused) {

        private static Bound of(String property, int rate, Duration within, int burst, String counted,
                MeterRegistry meters, LongSupplier nanoTime) {
            return new Bound(
                    new RateLimit(rate == 0 ? Duration.ZERO : within.dividedBy(rate), (long) rate * burst, nanoTime),
                    "These are more than %d %s (halo.security.rates.%s)".formatted(rate, counted, property),
                    meters.counter("halo.security.limited", "limit", property));
        }

        /// Counts one.
        ///
        /// @throws TooManyRequestsException where it is one too many
        void take(String key) {
            refuse(limit.take(key));
        }

        /// @throws TooManyRequestsException where one more would be too many
        void check(String key) {
            refuse(limit.wait(key));
        }

        private void refuse(Duration wait) {
            if (wait.isPositive()) {
                refused.increment();
                throw new TooManyRequestsException(sentence, wait);
            }
        }
    }

    /// @param rates every limit; 0 is none
    /// @param nanoTime as [System#nanoTime]
    Rates(RateProperties.Limits rates, Senders senders, MeterRegistry meters, LongSupplier nanoTime) {
        this.senders = senders;
        Duration second = Duration.ofSeconds(1);
        this.tokenReads = Bound.of("token-reads", rates.tokenReads(), second, BURST_SECONDS,
                "reads a second with one token", meters, nanoTime);
        this.tokenWrites = Bound.of("token-writes", rates.tokenWrites(), second, BURST_SECONDS,
                "writes a second with one token", meters, nanoTime);
        this.addressReads = Bound.of("address-reads", rates.addressReads(), second, BURST_SECONDS,
                "reads a second from one address", meters, nanoTime);
        this.addressWrites = Bound.of("address-writes", rates.addressWrites(), second, BURST_SECONDS,
                "writes a second from one address", meters, nanoTime);
        this.failures = Bound.of("failures", rates.failures(), Duration.ofMinutes(1), 1,
                "wrong tokens a minute from one address", meters, nanoTime);
    }

    /// @return the limit of wrong tokens for each address
    Bound failures() {
        return failures;
    }

    /// Counts a call.
    ///
    /// @param caller who makes it; null where nobody is known
    /// @throws TooManyRequestsException where it is one too many
    void count(String address, @Nullable Caller caller, boolean read) {
        String sender = senders.of(address);
        if (sender != null) {
            (read ? addressReads : addressWrites).take(sender);
        }
        String token = caller == null ? null : caller.actor().token();
        if (caller != null && token != null) {
            String name = caller.actor().name();
            (read ? tokenReads : tokenWrites).take(IssuedTokens.issued(token) ? name : name + " " + token);
        }
    }
}
