package ink.dreamnet.halo.resonance.plan;

import java.time.Duration;

/// How likely a subject is to become weak in a cycle: its own mean rate, times a factor for the time since it recovered, times a factor for
/// the time since anything became weak. All three are estimated by the mean of a Gamma distribution after Poisson counts, so that what
/// was rarely seen leans on what is known before: the mean rate on that of the fleet (empirical Bayes: H. Robbins 1956, *An empirical
/// Bayes approach to statistics*, Proc. 3rd Berkeley Symp. 1:157; C. N. Morris 1983, JASA 78:47), the factors on those of public status
/// pages. O(1) for each subject and cycle.
final class Hazard {

    /// Before everything.
    static final long LONG_AGO = Long.MIN_VALUE / 2;

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();
    /// Up to which time since the recovery a factor holds, and the factors before anything is known. On 38 public status pages the rate
    /// within an hour is 33 to 49 times the mean, within 6 hours 8 to 10 times, within a day 4 times, and half of it after a week; in the
    /// short classes half of that is taken, because the second factor is in it as well.
    private static final long[] SINCE_RECOVERY = {HOUR / 4, HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY};
    private static final double[] AFTER_RECOVERY = {20, 5, 2, 2, 1.5, 1, 0.7, 0.5};
    /// The same since the last onset of any subject: each draws along others, divided by how many there are to be drawn.
    private static final long[] SINCE_ONSET = {HOUR / 6, HOUR, 6 * HOUR};
    private static final double[] DRAWN_ALONG = {2_000, 200, 20, 0};
    /// As how many onsets what was known before counts.
    private static final double FACTOR_STRENGTH = 20;
    private static final double RATE_STRENGTH = 0.5;
    private static final double FLEET_STRENGTH = 3;
    /// The mean rate before anything is known: one onset in 20 days.
    private static final double DAYS_BETWEEN_ONSETS = 20;
    /// After which time an onset counts half: sites change.
    private static final double HALF_LIFE_DAYS = 120;

    private final double cyclesADay;
    private final double[] recoveryOnsets = new double[AFTER_RECOVERY.length];
    private final double[] recoveryExpected = new double[AFTER_RECOVERY.length];
    private final double[] drawnOnsets = new double[DRAWN_ALONG.length];
    private final double[] drawnExpected = new double[DRAWN_ALONG.length];
    private double onsets;
    private double exposure;
    private long onsetMs = LONG_AGO;

    /// @param cycleMs the time between two cycles, in ms
    Hazard(long cycleMs) {
        cyclesADay = (double) DAY / cycleMs;
    }

    /// Takes in an onset.
    void onset(Planned subject, long atMs) {
        subject.weight++;
        onsets++;
        recoveryOnsets[index(SINCE_RECOVERY, atMs - subject.recoveredMs)]++;
        drawnOnsets[index(SINCE_ONSET, atMs - onsetMs)]++;
    }

    /// Takes in that there were onsets, after each of them was taken in.
    void onsets(long atMs) {
        onsetMs = atMs;
    }

    /// Counts onsets of long ago less.
    ///
    /// @param cycles how many went by
    /// @return by which factor the counts of each subject shrink
    double fade(double cycles) {
        double factor = Math.pow(0.5, cycles / (HALF_LIFE_DAYS * cyclesADay));
        onsets *= factor;
        exposure *= factor;
        return factor;
    }

    /// Takes in that time went by for a subject, and sets its rate.
    ///
    /// @param cycles how many
    /// @param fleet how many subjects there are
    void pass(Planned subject, double cycles, boolean weak, long atMs, int fleet) {
        int recovery = index(SINCE_RECOVERY, atMs - subject.recoveredMs);
        int drawn = index(SINCE_ONSET, atMs - onsetMs);
        double recoveryFactor = factor(recoveryOnsets[recovery], recoveryExpected[recovery], AFTER_RECOVERY[recovery]);
        double drawnFactor = factor(drawnOnsets[drawn], drawnExpected[drawn], 1 + DRAWN_ALONG[drawn] / fleet);
        double before = (onsets + FLEET_STRENGTH) / (exposure + FLEET_STRENGTH * DAYS_BETWEEN_ONSETS * cyclesADay);
        double mean = (subject.weight + RATE_STRENGTH) / (subject.exposure + RATE_STRENGTH / before);
        subject.rate = mean * recoveryFactor * drawnFactor;
        if (!weak) {
            double time = cycles * recoveryFactor * drawnFactor;
            subject.exposure += time;
            exposure += time;
            recoveryExpected[recovery] += cycles * mean * drawnFactor;
            drawnExpected[drawn] += cycles * mean * recoveryFactor;
        }
    }

    private static double factor(double onsets, double expected, double before) {
        return (onsets + FACTOR_STRENGTH) / (expected + FACTOR_STRENGTH / before);
    }

    private static int index(long[] classes, long since) {
        int index = 0;
        while (index < classes.length && since > classes[index]) {
            index++;
        }
        return index;
    }
}
