package ink.dreamnet.halo.memory.statistics;

import java.util.ArrayList;
import java.util.List;

/// Notices that something succeeds more or less often than it used to, from its outcomes one after the other, without knowing
/// how often it did.
///
/// Wherever the outcomes can be split, the generalized likelihood ratio says how much better two probabilities explain them than
/// one: n₁·KL(p₁, p) + n₂·KL(p₂, p) (D. Siegmund and E. S. Venkatraman 1995, *Using the generalized likelihood ratio statistic for
/// sequential detection of a change-point*, Ann. Statist. 23:255; for such streams L. Besson, E. Kaufmann, O.-A. Maillard and J. Seznec
/// 2022, *Efficient change-point detection for tackling piecewise-stationary bandits*, JMLR 23:77). Where it reaches
/// 8.3 + ½·ln(n / min(n₁, n₂)), what is older than the best split is forgotten. The second term holds against chance at the ends,
/// where a few outcomes are compared with many. The splits are the borders of an exponential histogram, up to five buckets
/// of each size 1, 2, 4… (A. Bifet and R. Gavaldà 2007, *Learning from time-changing data with adaptive windowing*, SDM 2007), so that
/// the state is bounded.
///
/// The threshold was found by simulation: at most one false alarm in 10,000 outcomes, in streams of 100, 300 and 3,000, whose
/// probability is 0.02 to 0.95. With it a change from 0.95 to 0.5 after 60 outcomes is known after 14 in the median, one from 0.9
/// to 0.6 after 56. With as many false alarms ADWIN (Bifet and Gavaldà) takes 19 and 63, and an e-detector (J. Shin, A. Ramdas and
/// A. Rinaldo 2024, New Engl. J. Stat. Data Sci. 2:229) of Beta mixtures 13 and 79; after 500 outcomes ADWIN is a little quicker.
///
/// What remains after a change was chosen because it differs. It estimates the new probability well enough, but a test that
/// is to be right (an [EProcess]) starts from nothing after a change.
///
/// @param buckets the outcomes, oldest first, at most 65 buckets with about 16,000 outcomes
/// @param drifted whether the last outcome made a change known
public record DriftDetector(List<Bucket> buckets, boolean drifted) {

    /// Nothing was seen.
    public static final DriftDetector NONE = new DriftDetector(List.of(), false);
    private static final double THRESHOLD = 8.3;
    private static final int BUCKETS_OF_A_SIZE = 5;
    private static final long MOST_OUTCOMES = 1 << 14;

    /// Outcomes that follow each other.
    ///
    /// @param successes 0 to `trials`
    /// @param trials how many they are, at least 1
    public record Bucket(long successes, long trials) {

        /// @throws IllegalArgumentException where the counts are impossible
        public Bucket {
            if (successes < 0 || trials < successes || trials < 1) {
                throw new IllegalArgumentException("%d of %d is no bucket".formatted(successes, trials));
            }
        }

        private Bucket plus(Bucket other) {
            return new Bucket(successes + other.successes, trials + other.trials);
        }
    }

    public DriftDetector {
        buckets = List.copyOf(buckets);
    }

    /// @return the state with one outcome more; where it has [#drifted()], without the outcomes before the change
    public DriftDetector plus(boolean success) {
        List<Bucket> next = new ArrayList<>(buckets);
        next.add(new Bucket(success ? 1 : 0, 1));
        merge(next);
        while (sum(next).trials() > MOST_OUTCOMES) {
            next.removeFirst();
        }
        int change = change(next);
        return new DriftDetector(next.subList(change, next.size()), change > 0);
    }

    /// @return what is known of the outcomes since the last change
    public Tally remaining() {
        return buckets.isEmpty() ? Tally.NONE : new Tally(sum(buckets).successes(), sum(buckets).trials());
    }

    /// Where there is a bucket too many of a size, its two oldest become one of the next size.
    private static void merge(List<Bucket> buckets) {
        int end = buckets.size();
        while (end > 0) {
            long size = buckets.get(end - 1).trials();
            int first = end;
            while (first > 0 && buckets.get(first - 1).trials() == size) {
                first--;
            }
            if (end - first <= BUCKETS_OF_A_SIZE) {
                return;
            }
            buckets.set(first, buckets.get(first).plus(buckets.remove(first + 1)));
            end = first + 1;
        }
    }

    private static Bucket sum(List<Bucket> buckets) {
        return buckets.stream().reduce(Bucket::plus).orElseThrow();
    }

    /// @return the position of the first bucket after the change; 0 where there is none
    private static int change(List<Bucket> buckets) {
        Bucket all = sum(buckets);
        double single = logLikelihood(all);
        double best = THRESHOLD;
        int change = 0;
        long successes = 0;
        long trials = 0;
        for (int i = 1; i < buckets.size(); i++) {
            successes += buckets.get(i - 1).successes();
            trials += buckets.get(i - 1).trials();
            Bucket older = new Bucket(successes, trials);
            Bucket newer = new Bucket(all.successes() - successes, all.trials() - trials);
            double evidence = logLikelihood(older) + logLikelihood(newer) - single
                    - Math.log((double) all.trials() / Math.min(older.trials(), newer.trials())) / 2;
            if (evidence >= best) {
                best = evidence;
                change = i;
            }
        }
        return change;
    }

    private static double logLikelihood(Bucket bucket) {
        return logLikelihood(bucket.successes(), bucket.trials())
                + logLikelihood(bucket.trials() - bucket.successes(), bucket.trials());
    }

    private static double logLikelihood(long count, long trials) {
        return count == 0 ? 0 : count * Math.log((double) count / trials);
    }
}
