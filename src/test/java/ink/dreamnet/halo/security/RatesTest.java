package ink.dreamnet.halo.security;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Role;
import ink.dreamnet.halo.core.Sender;
import ink.dreamnet.halo.core.Senders;
import ink.dreamnet.halo.core.Sha256;
import ink.dreamnet.halo.core.TooManyRequestsException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RatesTest {

    private static final Senders SENDERS = address -> address.equals("127.0.0.1") ? null : Sender.of(address);
    private static final String HERE = "192.0.2.1";
    private static final String THERE = "192.0.2.2";

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 500);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private Rates rates(RateProperties properties, boolean tokens) {
        return new Rates(properties.limits(tokens), SENDERS, meters, nanos::get);
    }

    private static RateProperties properties(@Nullable Integer tokenReads, @Nullable Integer tokenWrites,
            @Nullable Integer addressReads, @Nullable Integer addressWrites, @Nullable Integer failures) {
        return new RateProperties(tokenReads, tokenWrites, addressReads, addressWrites, failures);
    }

    private static Caller with(String name, String token) {
        return Caller.of(new Actor(name, token), Role.AGENT);
    }

    @Test
    void takeWhenManyComeAtOnceLetsInTheBurstAndThenTheRate() throws Exception {
        RateLimit limit = new RateLimit(Duration.ofMillis(10), 1000, nanos::get);
        AtomicInteger taken = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                threads.submit(() -> {
                    for (int j = 0; j < 1000; j++) {
                        if (limit.take("a").isZero()) {
                            taken.incrementAndGet();
                        }
                    }
                });
            }
        }
        assertThat(taken).hasValue(1000);
        assertThat(limit.take("a")).isEqualTo(Duration.ofMillis(10)).isEqualTo(limit.wait("a"));
        assertThat(limit.take("b")).isZero();

        nanos.addAndGet(Duration.ofMillis(25).toNanos());
        assertThat(limit.take("a")).isZero();
        assertThat(limit.take("a")).isZero();
        assertThat(limit.take("a")).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void callersWhenTheyHaveGoneAreForgotten() {
        RateLimit limit = new RateLimit(Duration.ofMillis(1), 10, nanos::get);
        for (int i = 0; i < 1000; i++) {
            limit.take("caller-" + i);
        }
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        limit.take("another");

        assertThat(limit.size()).isEqualTo(1);
    }

    @Test
    void countWhenOneTokenOrAddressIsBeyondItsLimitNamesItAndHindersNobodyElse() {
        Rates rates = rates(properties(2, 1, 5, null, null), true);
        for (int i = 0; i < 20; i++) {
            rates.count(HERE, with("ann", "1111"), true);
        }
        assertThatExceptionOfType(TooManyRequestsException.class)
                .isThrownBy(() -> rates.count(HERE, with("ann", "1111"), true))
                .withMessage("These are more than 2 reads a second with one token (halo.security.rates.token-reads)")
                .satisfies(refused -> assertThat(refused.retryAfter()).isEqualTo(Duration.ofMillis(500)));
        rates.count(HERE, with("ann", "1111"), false);
        rates.count(HERE, with("ann", "2222"), true);
        for (int i = 0; i < 28; i++) {
            rates.count(HERE, null, true);
        }
        assertThatExceptionOfType(TooManyRequestsException.class).isThrownBy(() -> rates.count(HERE, null, true))
                .withMessageContaining("reads a second from one address (halo.security.rates.address-reads)");
        rates.count(THERE, null, true);
        assertThat(meters.counter("halo.security.limited", "limit", "token-reads").count()).isEqualTo(1);
        assertThat(meters.counter("halo.security.limited", "limit", "address-reads").count()).isEqualTo(1);
    }

    @Test
    void countOfTokensOfAnIssuerIsThePersons() {
        Rates rates = rates(properties(null, 1, null, null, null), true);
        for (int i = 0; i < 10; i++) {
            rates.count(HERE, with("ann", "jwt:" + i), false);
        }
        assertThatExceptionOfType(TooManyRequestsException.class)
                .isThrownBy(() -> rates.count(HERE, with("ann", "jwt:new"), false));
    }

    @Test
    void countWhenAFleetBeatsThroughOneTokenAndAddressIsWithinTheDefaults() {
        Rates rates = rates(properties(null, null, null, null, null), true);
        assertThatCode(() -> {
            for (int second = 0; second < 60; second++) {
                // all at once, then each every ten seconds, and a lease with every beat
                for (int i = 0; i < (second == 0 ? 34_000 : 3_400); i++) {
                    rates.count(HERE, with("fleet", "1111"), false);
                }
                nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            }
        }).doesNotThrowAnyException();
    }

    @Test
    void countWithoutTokensOnThisMachineIsLimitedOnlyWhereConfigured() {
        Rates free = rates(properties(null, null, null, null, null), false);
        Rates configured = rates(properties(null, null, null, 1, null), false);
        for (int i = 0; i < 200_000; i++) {
            free.count(HERE, null, false);
            configured.count("127.0.0.1", null, false);
        }
        for (int i = 0; i < 10; i++) {
            configured.count(HERE, null, false);
        }
        assertThatExceptionOfType(TooManyRequestsException.class)
                .isThrownBy(() -> configured.count(HERE, null, false));
        assertThatIllegalArgumentException().isThrownBy(() -> properties(null, -1, null, null, null))
                .withMessage("halo.security.rates.token-writes is -1, not between 0 and 1000000");
    }

    @Test
    void judgeWhenTooManyWrongOnesComeFromAnAddressLooksUpNoNewOneFromThere() {
        Rates rates = rates(properties(null, null, null, null, 60), true);
        Guesses guesses = new Guesses(rates.failures(), SENDERS);
        byte[] good = digest("good");
        byte[] newcomer = digest("newcomer");
        byte[] stale = digest("stale");
        assertThat(guesses.judge(HERE, good, false, () -> Optional.of("ann"))).hasValue("ann");
        for (int i = 0; i < 1000; i++) {
            assertThat(guesses.judge(HERE, stale, false, Optional::empty)).as("one old token is one guess").isEmpty();
        }
        for (int i = 0; i < 59; i++) {
            assertThat(guesses.judge(HERE, digest("guess-" + i), false, Optional::empty)).isEmpty();
        }

        AtomicInteger lookedUp = new AtomicInteger();
        assertThatExceptionOfType(TooManyRequestsException.class)
                .isThrownBy(() -> guesses.judge(HERE, newcomer, false, () -> Optional.of(lookedUp.incrementAndGet())))
                .withMessageContaining("60 wrong tokens a minute from one address (halo.security.rates.failures)");
        assertThat(lookedUp).hasValue(0);
        assertThat(guesses.judge(HERE, good, false, () -> Optional.of("ann"))).as("who was let in before").isPresent();
        assertThat(guesses.judge(HERE, stale, false, Optional::empty)).isEmpty();
        assertThat(guesses.judge(THERE, newcomer, false, () -> Optional.of("bob"))).as("from elsewhere").isPresent();
        assertThat(guesses.judge(HERE, digest("signed"), true, () -> Optional.of("eve"))).as("proves itself")
                .isPresent();
        assertThatExceptionOfType(TooManyRequestsException.class)
                .isThrownBy(() -> guesses.judge(HERE, digest("forged"), true, Optional::empty));
        guesses.expect(HERE, digest("cookie"));
        assertThat(guesses.judge(HERE, digest("cookie"), false, () -> Optional.of("eve"))).isPresent();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(guesses.judge(HERE, newcomer, false, () -> Optional.of("bob"))).isPresent();
    }

    private static byte[] digest(String secret) {
        return Sha256.of(secret);
    }
}
