package ink.dreamnet.halo.signal;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// How fast an error budget burns: 1 uses it up exactly by the end of its period. Two alerts of two windows each, as the
/// Google SRE workbook recommends ("Alerting on SLOs", 6: Multiwindow, Multi-Burn-Rate Alerts): the long window says that it
/// matters, the short one that it still goes on.
///
/// @param name what it is called
/// @param rate from which burn rate on
/// @param longer the long window
/// @param shorter the short one
record BurnRate(String name, double rate, Duration longer, Duration shorter) {

    static final List<BurnRate> ALL = List.of(
            new BurnRate("fast burn", 14.4, Duration.ofHours(1), Duration.ofMinutes(5)),
            new BurnRate("slow burn", 6, Duration.ofHours(6), Duration.ofMinutes(30)));

    private static final double ROUNDING = 1e-6;

    /// How far back the longest window looks.
    static final Duration REACH = Duration.ofHours(6);

    /// @return the burn rate, or null where nothing was requested: then it is unknown
    static @Nullable Double of(@Nullable Counts counts, double budget) {
        return counts == null || counts.requests() == 0
                ? null
                : Math.min(1.0, (double) counts.errors() / counts.requests()) / budget;
    }

    /// @return the burn rate that both windows have, or null where that is unknown
    static @Nullable Double both(@Nullable Counts inLonger, @Nullable Counts inShorter, double budget) {
        Double longRate = of(inLonger, budget);
        Double shortRate = of(inShorter, budget);
        return longRate == null || shortRate == null ? null : Double.valueOf(Math.min(longRate, shortRate));
    }

    /// @return whether both windows burn at this rate
    boolean reached(@Nullable Counts inLonger, @Nullable Counts inShorter, double budget, long minErrors) {
        Double both = both(inLonger, inShorter, budget);
        return both != null && both >= rate - ROUNDING && inLonger != null && inLonger.errors() >= minErrors;
    }
}
