package ink.dreamnet.halo.resonance.origin;

/// How far one metric of one subject is from what is normal for it.
///
/// @param metric the metric
/// @param kind what it says
/// @param z how far, in standard deviations; above 0 is worse than normal
/// @param excess what is above normal of one request: seconds or whatever the latency is measured in, or the share that fails
/// @param ratio how many times the usual the latency is, or the share of the requests that fail
/// @param requests how many requests that concerns; NaN where that is not known
/// @param atMs when it was measured, in ms since 1970
record Deviation(String metric, Kind kind, double z, double excess, double ratio, double requests, long atMs) {

    /// A cause passes on what it adds: of all that is waited and of all that fails where the effect is seen, at least that share.
    private static final double SHARE = 0.5;
    /// As much as that where it is not known how often the effect asks the cause.
    private static final double SHARE_OF_ONE = 1 / 3.0;

    /// Tells whether it is enough to account for another one. Requests that wait longer, or fail, make those wait or fail that made
    /// them, so the sum over all requests is kept along the way from the cause to the effect.
    boolean accountsFor(Deviation effect) {
        if (!metric.equals(effect.metric)) {
            return kind == effect.kind;
        }
        return requests > 0 && effect.requests > 0
                ? excess * requests >= SHARE * effect.excess * effect.requests
                : excess >= SHARE_OF_ONE * effect.excess;
    }

    /// @return what is wrong, as a phrase
    String describe() {
        return kind == Kind.LATENCY
                ? "%s is %.1f times the usual".formatted(metric, ratio)
                : "%.1f %% of its requests fail".formatted(100 * ratio);
    }
}
