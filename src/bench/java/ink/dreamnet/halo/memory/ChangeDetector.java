package ink.dreamnet.halo.memory;

import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.memory.statistics.DriftDetector;
import org.apache.commons.numbers.gamma.LogBeta;

/// A detector of changes, to compare several.
interface ChangeDetector {

    /// @return whether this outcome made a change known
    boolean plus(boolean success);

    /// The detectors that are compared. The thresholds of the others are those with as many false alarms.
    enum Kind {
        /// The one that HALO uses.
        LIKELIHOOD_RATIO {
            @Override
            ChangeDetector create() {
                return new ChangeDetector() {
                    private DriftDetector state = DriftDetector.NONE;

                    @Override
                    public boolean plus(boolean success) {
                        state = state.plus(success);
                        return state.drifted();
                    }
                };
            }
        },
        /// A. Bifet and R. Gavaldà 2007, with δ = 0.135.
        ADWIN {
            @Override
            ChangeDetector create() {
                return new Windowed((s1, n1, s2, n2) -> {
                    double n = n1 + n2;
                    double mean = (s1 + s2) / n;
                    double log = Math.log(2 * Math.log(n) / 0.135);
                    double size = 1 / (1 / n1 + 1 / n2);
                    return Math.abs(s1 / n1 - s2 / n2) - Math.sqrt(2 / size * mean * (1 - mean) * log)
                            - 2 / (3 * size) * log;
                });
            }
        },
        /// Beta mixtures of both parts against the greatest likelihood of the whole.
        MIXTURE {
            @Override
            ChangeDetector create() {
                return new Windowed((s1, n1, s2, n2) -> mixture(s1, n1) + mixture(s2, n2)
                        - likelihood(s1 + s2, n1 + n2) - likelihood(n1 + n2 - s1 - s2, n1 + n2) - 5.5);
            }
        };

        abstract ChangeDetector create();

        private static double mixture(double successes, double trials) {
            return LogBeta.value(successes + 0.5, trials - successes + 0.5) - Math.log(Math.PI);
        }

        private static double likelihood(double count, double trials) {
            return count == 0 ? 0 : count * Math.log(count / trials);
        }
    }

    /// How much speaks for a change between two parts; at least 0 is enough.
    interface Split {
        double evidence(double olderSuccesses, double older, double newerSuccesses, double newer);
    }

    /// An exponential histogram, at whose borders changes are looked for.
    final class Windowed implements ChangeDetector {

        private static final int OF_A_SIZE = 5;

        private final Split split;
        private final List<double[]> buckets = new ArrayList<>();

        Windowed(Split split) {
            this.split = split;
        }

        @Override
        public boolean plus(boolean success) {
            buckets.add(new double[]{success ? 1 : 0, 1});
            for (int end = buckets.size(); end > 0;) {
                int first = end;
                while (first > 0 && buckets.get(first - 1)[1] == buckets.get(end - 1)[1]) {
                    first--;
                }
                if (end - first <= OF_A_SIZE) {
                    break;
                }
                double[] merged = buckets.remove(first + 1);
                buckets.set(first, new double[]{buckets.get(first)[0] + merged[0], buckets.get(first)[1] + merged[1]});
                end = first + 1;
            }
            double successes = buckets.stream().mapToDouble(one -> one[0]).sum();
            double trials = buckets.stream().mapToDouble(one -> one[1]).sum();
            double olderSuccesses = 0;
            double older = 0;
            double best = 0;
            int change = 0;
            for (int i = 1; i < buckets.size(); i++) {
                olderSuccesses += buckets.get(i - 1)[0];
                older += buckets.get(i - 1)[1];
                double evidence = split.evidence(olderSuccesses, older, successes - olderSuccesses, trials - older);
                if (evidence >= best) {
                    best = evidence;
                    change = i;
                }
            }
            buckets.subList(0, change).clear();
            return change > 0;
        }
    }
}
