package ink.dreamnet.halo.registry.source;

import java.net.URI;
import java.time.Duration;

import ink.dreamnet.halo.core.Backoff;
import ink.dreamnet.halo.core.masking.MaskedText;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// How another service is asked.
///
/// @param baseUrl where it is, without the path of the API (`http://squad-builder:3005`); empty means that there is none
/// @param connectTimeout how long a connection may take, 1 ms to 5 min
/// @param timeout how long one whole answer may take, 1 ms to 5 min
/// @param maxBody how large an answer may be
/// @param maxEntries how many entries a list may have, 1 to 1,000,000
/// @param attempts how often a pull is tried in all where the failure may pass, 1 to 5
/// @param retryAfter how long to wait before the second attempt, at most 1 min; each further pause is twice as long, and
///        each is lengthened by up to a quarter at random
public record SourceOptions(@Nullable URI baseUrl, @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("10s") Duration timeout, @DefaultValue("8MB") DataSize maxBody,
        @DefaultValue("100000") int maxEntries, @DefaultValue("2") int attempts,
        @DefaultValue("500ms") Duration retryAfter) {

    private static final Duration MOST = Duration.ofMinutes(5);
    private static final int MAX_ATTEMPTS = 5;
    private static final int MOST_ENTRIES = 1_000_000;

    /// Takes an empty URL for none.
    public SourceOptions {
        if (baseUrl != null && baseUrl.toString().isBlank()) {
            baseUrl = null;
        }
    }

    /// @return how long to wait before the next attempt
    Backoff backoff() {
        return new Backoff(retryAfter, retryAfter.multipliedBy(1L << MAX_ATTEMPTS), 1, 1.25);
    }

    /// @param prefix the prefix of its properties
    /// @throws IllegalArgumentException where a value is out of its range; it names the property
    void check(String prefix) {
        if (baseUrl != null && (baseUrl.getHost() == null
                || !("http".equalsIgnoreCase(baseUrl.getScheme()) || "https".equalsIgnoreCase(baseUrl.getScheme())))) {
            throw new IllegalArgumentException("%s.base-url: '%s' is not an http or https URL".formatted(prefix,
                    MaskedText.in(baseUrl.toString())));
        }
        if (baseUrl != null && (baseUrl.getRawUserInfo() != null || baseUrl.getRawQuery() != null
                || baseUrl.getRawFragment() != null)) {
            throw new IllegalArgumentException(
                    prefix + ".base-url: must have neither a user name nor a query nor a fragment");
        }
        between(prefix + ".connect-timeout", connectTimeout, Duration.ofMillis(1), MOST);
        between(prefix + ".timeout", timeout, Duration.ofMillis(1), MOST);
        between(prefix + ".retry-after", retryAfter, Duration.ZERO, Duration.ofMinutes(1));
        if (attempts < 1 || attempts > MAX_ATTEMPTS) {
            throw new IllegalArgumentException(prefix + ".attempts: %d is not between 1 and 5".formatted(attempts));
        }
        if (maxEntries < 1 || maxEntries > MOST_ENTRIES) {
            throw new IllegalArgumentException(
                    "%s.max-entries: %d is not between 1 and %d".formatted(prefix, maxEntries, MOST_ENTRIES));
        }
        if (maxBody.toBytes() < 1) {
            throw new IllegalArgumentException(prefix + ".max-body: '%s' is not a positive size".formatted(maxBody));
        }
    }

    private static void between(String property, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("%s: %d ms is not between %d and %d ms".formatted(property,
                    value.toMillis(), least.toMillis(), most.toMillis()));
        }
    }
}
