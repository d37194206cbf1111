package ink.dreamnet.halo.memory.statistics;

import java.time.Duration;

/// How often something breaks, where it is only looked at now and then: an onset lies anywhere between the last look at which it
/// was clean and the first one at which it was not. Taking the onset for the look that found it (or counting the whole
/// interval as healthy) makes what is looked at rarely seem healthier.
///
/// Onsets with the constant rate λ leave an interval of the length d clean with the probability e^(−λd). The estimate is the
/// maximum of the likelihood (D. M. Finkelstein 1986, *A proportional hazards model for interval-censored failure time data*,
/// Biometrics 42:845, without covariates), all intervals with an onset taken for as long as their mean d̄: λ = ln(1 + k·d̄ / C) / d̄ with
/// k onsets and C hours of clean intervals. It needs three sums instead of every interval. Half an interval is added to C, as
/// J. B. S. Haldane (1956) adds half a count: finite where no interval was clean, and less biased. The midpoint rule
/// λ = k / (C + k·d̄/2) is its approximation for short intervals; it can never exceed 2 / d̄ and so fails where every look finds
/// something.
///
/// @param onsets how many onsets there were, in weights, 0 or more
/// @param cleanHours the sum of the intervals between looks that were both clean
/// @param onsetHours the sum of the intervals in which an onset lies
public record IntervalCensored(double onsets, double cleanHours, double onsetHours) {

    /// Nothing was looked at.
    public static final IntervalCensored NONE = new IntervalCensored(0, 0, 0);

    /// @throws IllegalArgumentException where a sum is negative or no number
    public IntervalCensored {
        if (!(onsets >= 0 && cleanHours >= 0 && onsetHours >= 0
                && onsets + cleanHours + onsetHours < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("%s onsets in %s and %s hours are no exposure".formatted(onsets,
                    cleanHours, onsetHours));
        }
    }

    /// @param length between two looks that were both clean
    public IntervalCensored plusClean(Duration length) {
        return new IntervalCensored(onsets, cleanHours + hours(length), onsetHours);
    }

    /// @param length between the last clean look and the first bad one
    public IntervalCensored plusOnset(Duration length) {
        return new IntervalCensored(onsets + 1, cleanHours, onsetHours + hours(length));
    }

    /// @param weight of what was counted, 0 to 1
    public IntervalCensored times(double weight) {
        return new IntervalCensored(onsets * weight, cleanHours * weight, onsetHours * weight);
    }

    /// @return the hours in which an onset could have been: the clean ones, and half of those with an onset
    public double exposureHours() {
        return cleanHours + onsetHours / 2;
    }

    /// @return onsets in an hour of health; 0 where there were none. Onsets between looks at the same moment count as if
    ///         they were a second apart.
    public double perHour() {
        if (onsets == 0) {
            return 0;
        }
        double length = Math.max(onsetHours / onsets, 1.0 / 3600);
        return Math.log1p(onsets * length / (cleanHours + length / 2)) / length;
    }

    private static double hours(Duration length) {
        if (length.isNegative()) {
            throw new IllegalArgumentException("An interval of " + length + " ends before it starts");
        }
        return (length.getSeconds() + length.getNano() / 1e9) / 3600;
    }
}
