package ink.dreamnet.halo.memory.statistics;

import java.util.ArrayList;
import java.util.List;

import org.apache.commons.numbers.gamma.LogBeta;

/// Notices that something succeeds more or less often than it used to, from its outcomes one after the other, without knowing
/// how often it did.
///
/// Wherever the outcomes can be split, the evidence for a change there is how much better two unknown probabilities explain
/// them than any single one: the product of H. Robbins' Beta(½, ½) mixtures of both parts, divided by the greatest likelihood of the
/// whole. It is an e-value whatever the single probability is (L. Wasserman, A. Ramdas and S. Balakrishnan 2020, *Universal
/// inference*, PNAS 117:16880), and its maximum over all splits an e-detector of the kind of CUSUM (J. Shin, A. Ramdas and
/// A. Rinaldo 2024, *E-detectors: a nonparametric framework for sequential change detection*, New Engl. J. Stat. Data Sci. 2:229).
/// Where its logarithm reaches the threshold, what is older than the best split is forgotten.
///
/// The splits are the borders of an exponential histogram (M. Datar, A. Gionis, P. Indyk and R. Motwani 2002; A. Bifet and R. Gavaldà 2007,
/// *Learning from time-changing data with adaptive windowing*, SDM 2007): up to five buckets of each size 1, 2, 4…, so that
/// the state is bounded.
///
/// What remains after a change was chosen because it differs. It estimates the new probability well enough, but a test that
/// is to be right (an [EProcess]) starts from nothing after a change.
///
/// @param buckets the outcomes, oldest first, at most 65 buckets with about 16,000 outcomes
/// @param drifted whether the last outcome made a change known
public record DriftDetector(List<Bucket> buckets, boolean drifted) {

    /// Nothing was seen.
    public static final DriftDetector NONE = new DriftDetector(List.of(), false);
    private static final double THRESHOLD = 3.5;
    private static final int BUCKETS_OF_A_SIZE = 5;
    private static final long MOST_OUTCOMES = 1 << 14;
    private static final double LOG_PI = Math.log(Math.PI);

    /// Outcomes that follow each other.
    ///
    /// @param successes 0 to `trials`
    /// @param trials a power of two
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
        double single = logLikelihood(all.successes(), all.trials())
                + logLikelihood(all.trials() - all.successes(), all.trials());
        double best = single + THRESHOLD;
        int change = 0;
        long successes = 0;
        long trials = 0;
        for (int i = 1; i < buckets.size(); i++) {
            successes += buckets.get(i - 1).successes();
            trials += buckets.get(i - 1).trials();
            double split = logMixture(successes, trials)
                    + logMixture(all.successes() - successes, all.trials() - trials);
            if (split >= best) {
                best = split;
                change = i;
            }
        }
        return change;
    }

    private static double logLikelihood(long count, long trials) {
        return count == 0 ? 0 : count * Math.log((double) count / trials);
    }

    private static double logMixture(long successes, long trials) {
        return LogBeta.value(successes + 0.5, trials - successes + 0.5) - LOG_PI;
    }
}
