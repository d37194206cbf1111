package ink.dreamnet.halo.resonance.origin;

import org.jspecify.annotations.Nullable;

/// Learns what is normal for one metric of one subject, in O(1) time and memory for each value.
///
/// Latencies are compared on the log scale, by a moving mean and standard deviation in which what is far out counts only up to four
/// standard deviations (Huber 1964). Of availabilities the share that fails is learned, and a value is compared by the signed root of
/// its binomial deviance (McCullagh & Nelder 1989, section 4.4), which is right also where nearly nothing ever fails; what it varies
/// more than a binomial does is learned in the same way.
final class Normal {

    /// So many values are needed before anything is unusual.
    private static final int LEAST = 12;
    /// The mean is over about the last 100 values: at one in 5 minutes, a third of a day.
    private static final double WEIGHT = 0.01;
    private static final double FAR_OUT = 4;
    /// How many values are taken as they are, because there is no scale yet.
    private static final int UNSCALED = 5;
    /// Latencies that differ by less than 5 % do not differ.
    private static final double LEAST_LATENCY_SCALE = 0.05;
    /// A deviance root has a standard deviation of 1 where nothing but chance is at work.
    private static final double LEAST_DEVIANCE_SCALE = 1;
    /// Where the number of requests is not known, a percent is one of them.
    private static final double REQUESTS = 100;
    private static final double LEAST_SHARE = 1e-6;

    private final String metric;
    private final Kind kind;
    private int values;
    private double location;
    private double variance;
    private double requestsSeen;
    private boolean percent;

    Normal(String metric, Kind kind) {
        this.metric = metric;
        this.kind = kind;
    }

    String metric() {
        return metric;
    }

    /// Compares a value with what is normal so far.
    ///
    /// @param requests how many it was measured over; NaN where that is not known
    /// @param learn whether it is to be learned from
    /// @return how far it is from normal; null where it is not known yet what is normal, or the value is none
    @Nullable
    Deviation take(double value, double requests, boolean learn, long atMs) {
        if (!Double.isFinite(value) || value < 0 || kind == Kind.LATENCY && value == 0) {
            return null;
        }
        return kind == Kind.LATENCY
                ? latency(value, requests, learn, atMs)
                : failing(value, requests, learn, atMs);
    }

    private @Nullable Deviation latency(double value, double requests, boolean learn, long atMs) {
        double log = Math.log(value);
        if (values == 0) {
            location = log;
        }
        double off = log - location;
        double scale = Math.max(Math.sqrt(variance), LEAST_LATENCY_SCALE);
        double usual = Math.exp(location);
        Deviation deviation = values < LEAST
                ? null
                : new Deviation(metric, kind, off / scale, value - usual, value / usual, requests, atMs);
        if (learn) {
            location += learned(off, scale) * weight();
        }
        return deviation;
    }

    private @Nullable Deviation failing(double value, double requests, boolean learn, long atMs) {
        percent |= value > 1;
        double share = Math.clamp(1 - (percent ? value / 100 : value), 0, 1);
        double asked = requests >= 1 ? requests : REQUESTS;
        // half a failure in all that was seen is the prior of Jeffreys
        double usual = Math.clamp((location * requestsSeen + 0.5) / (requestsSeen + 1), LEAST_SHARE, 1 - LEAST_SHARE);
        double off = devianceRoot(share, usual, asked);
        double scale = Math.max(Math.sqrt(variance), LEAST_DEVIANCE_SCALE);
        Deviation deviation = values < LEAST
                ? null
                : new Deviation(metric, kind, off / scale, share - location, share, requests, atMs);
        if (learn) {
            learned(off, scale);
            if (deviation == null || deviation.z() < FAR_OUT) {
                location += weight() * (share - location);
            }
            requestsSeen = Math.min(requestsSeen + asked, asked / WEIGHT);
        }
        return deviation;
    }

    /// Learns the scale.
    ///
    /// @return as much of a deviation as counts
    private double learned(double off, double scale) {
        values = Math.min(values + 1, Integer.MAX_VALUE - 1);
        double counts = values <= UNSCALED ? off : Math.clamp(off, -FAR_OUT * scale, FAR_OUT * scale);
        variance += weight() * (counts * counts - variance);
        return counts;
    }

    private double weight() {
        return Math.max(1.0 / values, WEIGHT);
    }

    private static double devianceRoot(double share, double usual, double asked) {
        double deviance = term(share, usual) + term(1 - share, 1 - usual);
        return Math.copySign(Math.sqrt(2 * asked * Math.max(0, deviance)), share - usual);
    }

    private static double term(double share, double usual) {
        return share == 0 ? 0 : share * Math.log(share / usual);
    }
}
