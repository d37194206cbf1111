package ink.dreamnet.halo.resonance.pattern;

import java.util.Arrays;

/// Bets that the values of a series are not what they were: a conformal test martingale (V. Vovk, A. Gammerman and G. Shafer 2022, *Algorithmic
/// Learning in a Random World*, 2nd ed., chapter 8; V. Vovk et al. 2021, *Retrain or not retrain: conformal test martingales for change-point
/// detection*, PMLR 152).
///
/// While the values are exchangeable, whatever their distribution, the rank of each new one among all held is uniform and independent of
/// the ranks before. The screen is a CUSUM (E. S. Page 1954) of ln(¼ p^(−½) + 1 − p), a bet on far larger and one on somewhat larger
/// values, with p the share of values as large. When it reaches a threshold, upwards or downwards, the values since its run began are
/// those after a change, and it is a hypothesis. From then on the stake, which begins with 1, is set on the ranks where the values after
/// the change are: the cells between them, several to a cell, have the probability that the next of exchangeable values falls into them,
/// spread evenly over the ranks of the cell. Each factor is 1 on average over uniform ranks; over equal values it is the mean of their
/// ranks.
///
/// O(values held) for each value, and O(n log n) for a hypothesis.
final class Bets {

    /// Below this a hypothesis is hopeless: it would have to be ten times as good as one that is new.
    private static final double HOPELESS = Math.log(0.1);

    private final Ring values;
    private final int least;
    private final double screen;
    private final boolean downToo;
    private final Run up = new Run();
    private final Run down = new Run();
    private Run tested = up;
    private double logStake;
    private double weight = 1;
    private boolean testing;

    /// What a value changed.
    enum Step {
        /// There is no hypothesis.
        NONE,
        /// It looks as if the values changed, so from now on it is a hypothesis.
        BEGUN,
        /// There is more or less evidence for it.
        MOVED,
        /// It was a hypothesis, and nothing speaks for it any more.
        GIVEN_UP
    }

    /// A CUSUM in one direction.
    private static final class Run {
        private double sum;
        private int length;

        void add(double share, double weight) {
            sum += weight * Math.log(0.25 / Math.sqrt(share) + 1 - share);
            length++;
            if (sum <= 0) {
                clear();
            }
        }

        void clear() {
            sum = 0;
            length = 0;
        }
    }

    /// @param most how many values are held at most
    /// @param least how many there must be before one can stand out
    /// @param screen what the stakes of the CUSUM must reach
    /// @param downToo whether it is also a change where the values become smaller
    Bets(int most, int least, double screen, boolean downToo) {
        values = new Ring(most);
        this.least = least;
        this.screen = Math.log(screen);
        this.downToo = downToo;
    }

    /// Bets on a value.
    Step add(double value) {
        Step step = step(value);
        values.add(value);
        return step;
    }

    private Step step(double value) {
        if (testing) {
            double[] held = values.toArray();
            logStake += weight * Math.log(factor(held, Math.max(0, held.length - tested.length), value));
            tested.length++;
            if (logStake > HOPELESS) {
                return Step.MOVED;
            }
            stop();
            return Step.GIVEN_UP;
        }
        if (values.size() < least) {
            return Step.NONE;
        }
        up.add((1.0 + values.atLeast(value)) / (1.0 + values.size()), weight);
        if (downToo) {
            down.add((1.0 + values.atMost(value)) / (1.0 + values.size()), weight);
        }
        tested = up.sum >= down.sum ? up : down;
        if (tested.sum < screen) {
            return Step.NONE;
        }
        testing = true;
        logStake = 0;
        return Step.BEGUN;
    }

    /// @param held the values before
    /// @param change the index of the first after the change
    /// @return the factor of a value
    static double factor(double[] held, int change, double value) {
        double[] after = Arrays.copyOfRange(held, change, held.length);
        Arrays.sort(after);
        double[] all = held.clone();
        Arrays.sort(all);
        int[] places = places(after, all);
        int lowest = below(all, value, false);
        int highest = below(all, value, true);
        int cell = (int) Math.ceil(Math.sqrt(after.length + 1.0));
        double sum = 0;
        for (int from = 0; from <= after.length; from += cell) {
            int until = Math.min(from + cell, after.length + 1);
            int first = from == 0 ? 0 : places[from - 1] + 1;
            int last = until > after.length ? all.length : places[until - 1];
            int common = Math.min(last, highest) - Math.max(first, lowest) + 1;
            if (common > 0) {
                sum += (double) common * (until - from) / (last - first + 1);
            }
        }
        return sum / (after.length + 1) * (all.length + 1) / (highest - lowest + 1);
    }

    /// @return where the values after the change stand among all; those of equal ones spread evenly over their places
    private static int[] places(double[] after, double[] all) {
        int[] places = new int[after.length];
        for (int i = 0; i < after.length;) {
            int equal = below(after, after[i], true) - i;
            int first = below(all, after[i], false);
            int width = below(all, after[i], true) - first;
            for (int k = 0; k < equal; k++) {
                places[i + k] = first + (2 * k + 1) * width / (2 * equal);
            }
            i += equal;
        }
        return places;
    }

    /// @return how many are less, or also equal
    private static int below(double[] sorted, double value, boolean alsoEqual) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value || alsoEqual && sorted[middle] == value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Sets how much the bets weigh from now on: the stake is multiplied by the power of it, which keeps it at most 1 on average where
    /// it was (Jensen).
    ///
    /// @param newWeight 0 to 1; less than 1 where a value resembles the one before it
    void weight(double newWeight) {
        weight = newWeight;
    }

    /// Ends the hypothesis.
    void stop() {
        testing = false;
        up.clear();
        down.clear();
    }

    boolean testing() {
        return testing;
    }

    /// @return the values held, the oldest first
    double[] values() {
        return values.toArray();
    }

    /// @return how many of the latest values are those after the change
    int runLength() {
        return tested.length;
    }

    /// @return the stake: an e-value
    double eValue() {
        return Math.exp(logStake);
    }
}
