package ink.dreamnet.halo.web;

import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// What the API takes at most.
///
/// @param maxBody the largest request body, from 1 KB to 64 MB; a larger one is answered with 413
/// @param maxHistory the largest body of a backtest and of an import of the memory, which bring a whole history, from 1 KB to 64 MB
/// @param maxReplay the largest body of the steps of a replay, from 1 KB to 64 MB
/// @param maxInFlight how much of the bodies of all authenticated callers may be in memory together, from the largest of the three
///        to 4 GB, and again as much of the bodies that are read before their sender is authenticated; what is beyond is
///        answered with 429
/// @param maxUnauthenticated how much of it may come from one IPv4 address or one IPv6 network (/64) that is not authenticated,
///        such as the senders of webhooks, from `maxBody` to `maxInFlight`; what is beyond is answered with 429. By default twice
///        `maxBody`
@ConfigurationProperties("halo.web")
@Validated
record WebLimits(@DefaultValue("2MB") DataSize maxBody, @DefaultValue("16MB") DataSize maxHistory,
        @DefaultValue("64MB") DataSize maxReplay, @DefaultValue("80MB") DataSize maxInFlight,
        @Nullable DataSize maxUnauthenticated) {

    WebLimits {
        check("max-body", maxBody);
        check("max-history", maxHistory);
        check("max-replay", maxReplay);
        DataSize least = Collections.max(List.of(maxBody, maxHistory, maxReplay));
        if (maxInFlight.compareTo(least) < 0 || maxInFlight.toGigabytes() > 4) {
            throw new IllegalArgumentException(
                    "halo.web.max-in-flight is %s, not between %s (the largest body) and 4GB".formatted(maxInFlight,
                            least));
        }
        if (maxUnauthenticated != null
                && (maxUnauthenticated.compareTo(maxBody) < 0 || maxUnauthenticated.compareTo(maxInFlight) > 0)) {
            throw new IllegalArgumentException(
                    "halo.web.max-unauthenticated is %s, not between %s (max-body) and %s (max-in-flight)".formatted(
                            maxUnauthenticated, maxBody, maxInFlight));
        }
    }

    /// @return how much of the bodies of one sender that is not authenticated may be in memory
    DataSize perSender() {
        return maxUnauthenticated == null
                ? DataSize.ofBytes(Math.min(2 * maxBody.toBytes(), maxInFlight.toBytes()))
                : maxUnauthenticated;
    }

    private static void check(String name, DataSize size) {
        if (size.toBytes() < 1024 || size.toMegabytes() > 64) {
            throw new IllegalArgumentException("halo.web.%s is %s, not between 1KB and 64MB".formatted(name, size));
        }
    }
}
