package ink.dreamnet.halo.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// What the API takes at most.
///
/// @param maxBody the largest request body, from 1 KB to 64 MB; a larger one is answered with 413
/// @param maxHistory the largest body of a backtest, which brings a whole history, from 1 KB to 64 MB
/// @param maxInFlight how much of all bodies together may be in memory, from the larger of the two to 4 GB; what is beyond is
///        answered with 429
@ConfigurationProperties("halo.web")
@Validated
record WebLimits(@DefaultValue("2MB") DataSize maxBody, @DefaultValue("16MB") DataSize maxHistory,
        @DefaultValue("32MB") DataSize maxInFlight) {

    WebLimits {
        check("max-body", maxBody);
        check("max-history", maxHistory);
        DataSize least = maxBody.compareTo(maxHistory) > 0 ? maxBody : maxHistory;
        if (maxInFlight.compareTo(least) < 0 || maxInFlight.toGigabytes() > 4) {
            throw new IllegalArgumentException(
                    "halo.web.max-in-flight is %s, not between %s (the largest body) and 4GB".formatted(maxInFlight,
                            least));
        }
    }

    private static void check(String name, DataSize size) {
        if (size.toBytes() < 1024 || size.toMegabytes() > 64) {
            throw new IllegalArgumentException("halo.web.%s is %s, not between 1KB and 64MB".formatted(name, size));
        }
    }
}
