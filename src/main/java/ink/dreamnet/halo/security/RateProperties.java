package ink.dreamnet.halo.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// How often callers may call. Ten seconds' worth may come at once; what is beyond is answered with 429 and `Retry-After`. 0 is without
/// a limit, and so is what is not set where HALO has no `HALO_ADMIN_TOKEN`.
///
/// @param tokenReads reads in a second with one token, 0 to 1,000,000; by default 1,000. The tokens that an issuer made for one person count
///        as one
/// @param tokenWrites the same of writes; by default 4,000: 17,000 agents that share a token beat and lease every 10 s with 3,400
/// @param addressReads reads in a second from one IPv4 address or one IPv6 network (/64), 0 to 1,000,000; by default 2,000. It does not hold
///        for `halo.web.connections.unlimited-addresses`
/// @param addressWrites the same of writes; by default 8,000
/// @param failures different wrong tokens, logins and sessions in a minute from one address, 0 to 1,000,000; by default 60
@ConfigurationProperties("halo.security.rates")
record RateProperties(@Nullable Integer tokenReads, @Nullable Integer tokenWrites, @Nullable Integer addressReads,
        @Nullable Integer addressWrites, @Nullable Integer failures) {

    private static final int MOST = 1_000_000;

    RateProperties {
        check("token-reads", tokenReads);
        check("token-writes", tokenWrites);
        check("address-reads", addressReads);
        check("address-writes", addressWrites);
        check("failures", failures);
    }

    /// The limits that hold, each a number.
    ///
    /// @param tokens whether HALO asks for tokens
    Limits limits(boolean tokens) {
        return new Limits(or(tokenReads, tokens ? 1_000 : 0), or(tokenWrites, tokens ? 4_000 : 0),
                or(addressReads, tokens ? 2_000 : 0), or(addressWrites, tokens ? 8_000 : 0),
                or(failures, tokens ? 60 : 0));
    }

    /// What holds; 0 is without a limit.
    record Limits(int tokenReads, int tokenWrites, int addressReads, int addressWrites, int failures) {
    }

    private static int or(@Nullable Integer configured, int byDefault) {
        return configured == null ? byDefault : configured;
    }

    private static void check(String name, @Nullable Integer rate) {
        if (rate != null && (rate < 0 || rate > MOST)) {
            throw new IllegalArgumentException(
                    "halo.security.rates.%s is %d, not between 0 and %d".formatted(name, rate, MOST));
        }
    }
}
