package ink.dreamnet.halo.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

import ink.dreamnet.halo.memory.statistics.BernoulliSequence;
import ink.dreamnet.halo.memory.statistics.EProcess;
import ink.dreamnet.halo.memory.statistics.StratifiedDifference;
import ink.dreamnet.halo.memory.statistics.StratifiedDifference.Stratum;

/// How right the statistics are that may be looked at after every outcome: how often they are wrong at any time, and how soon
/// they say something.
public final class StatisticsBenchmark {

    private static final double ALPHA = 0.05;

    private final int histories;
    private final long seed;

    private StatisticsBenchmark(int histories, long seed) {
        this.histories = histories;
        this.seed = seed;
    }

    /// Prints tables in Markdown.
    ///
    /// @param args how many histories of each kind (1,000 by default), and the seed (1)
    public static void main(String[] args) {
        int histories = args.length > 0 && args[0].matches("\\d+") ? Integer.parseInt(args[0]) : 1_000;
        StatisticsBenchmark bench = new StatisticsBenchmark(histories, args.length > 1 ? Long.parseLong(args[1]) : 1);
        bench.proven();
        bench.sequences();
        bench.differences();
        bench.strata();
        bench.drift();
    }

    /// Exactly: by the probabilities of all counts that have not reached the evidence yet.
    private void proven() {
        System.out.printf("%n| works in | proven within 200 | 1,000 | 5,000 | median | mean |%n|---|---|---|---|---|---|%n");
        for (double probability : new double[]{0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98, 1}) {
            double[] proven = provenWithin(5_000, probability);
            int median = Arrays.binarySearch(proven, 0.5);
            median = median < 0 ? -median - 1 : median;
            double mean = Arrays.stream(proven).map(p -> 1 - p).sum();
            boolean certain = proven[5_000] > 0.9999;
            System.out.printf(Locale.ROOT, "| %.0f %% | %.4f | %.4f | %.4f | %s | %s |%n", 100 * probability, proven[200],
                    proven[1_000], proven[5_000], median > 5_000 ? "" : String.valueOf(median),
                    certain ? String.format(Locale.ROOT, "%.1f", mean) : "");
        }
    }

    private static double[] provenWithin(int outcomes, double probability) {
        double[] proven = new double[outcomes + 1];
        double[] alive = new double[outcomes + 2];
        alive[0] = 1;
        int boundary = 0;
        for (int n = 1; n <= outcomes; n++) {
            for (int s = n; s > 0; s--) {
                alive[s] = alive[s] * (1 - probability) + alive[s - 1] * probability;
            }
            alive[0] *= 1 - probability;
            while (boundary <= n && new EProcess(boundary, n - boundary).above(0.8) < Math.log(20)) {
                boundary++;
            }
            proven[n] = proven[n - 1];
            for (int s = boundary; s <= n; s++) {
                proven[n] += alive[s];
                alive[s] = 0;
            }
        }
        return proven;
    }

    private void sequences() {
        System.out.printf("%n| truth | held by the confidence sequence | by the upper bound | width at 30 | 100 | 1,000 |%n"
                + "|---|---|---|---|---|---|%n");
        for (double truth : new double[]{0.02, 0.05, 0.2, 0.5, 0.8, 0.95}) {
            SplittableRandom random = new SplittableRandom(seed);
            int held = 0;
            int bounded = 0;
            for (int history = 0; history < histories; history++) {
                BernoulliSequence now = BernoulliSequence.NONE;
                boolean holds = true;
                boolean bounds = true;
                for (int n = 1; n <= 2_000; n++) {
                    now = now.plus(random.nextDouble() < truth);
                    if (n <= 100 || n % 10 == 0) {
                        holds &= now.confidence(ALPHA).contains(truth);
                        // the bound is below the truth exactly where the truth is refuted
                        bounds &= new EProcess(now.successes(), now.failures()).below(truth) < -Math.log(ALPHA);
                    }
                }
                held += holds ? 1 : 0;
                bounded += bounds ? 1 : 0;
            }
            System.out.printf(Locale.ROOT, "| %.2f | %.1f %% | %.1f %% |", truth, 100.0 * held / histories,
                    100.0 * bounded / histories);
            for (int n : new int[]{30, 100, 1_000}) {
                long successes = Math.round(n * truth);
                System.out.printf(Locale.ROOT, " %.3f |",
                        new BernoulliSequence(successes, n - successes).confidence(ALPHA).width());
            }
            System.out.println();
        }
    }

    /// One stratum: all pairs of base rates, up to 2,000 outcomes in the larger group.
    private void differences() {
        double[] rates = {0.05, 0.2, 0.5, 0.8, 0.95};
        System.out.printf("%n| treated : control | held, all pairs of %s | worst pair | width at 30, 100, 1,000 in each group, 0.5 and 0.5 |%n"
                + "|---|---|---|---|%n", Arrays.toString(rates));
        for (int ratio : new int[]{1, 5, 20}) {
            double worst = 1;
            String pair = "";
            double sum = 0;
            for (double treated : rates) {
                for (double control : rates) {
                    double held = held(List.of(new Group(treated, control, 1.0 / (ratio + 1))), 2_000 + 2_000 / ratio);
                    sum += held;
                    if (held < worst) {
                        worst = held;
                        pair = treated + " and " + control;
                    }
                }
            }
            System.out.printf(Locale.ROOT, "| 1 : %d | %.1f %% | %.1f %% (%s) | %s |%n", ratio,
                    100 * sum / (rates.length * rates.length), 100 * worst, pair, ratio > 1 ? "" : widths());
        }
    }

    private static String widths() {
        List<String> widths = new ArrayList<>();
        for (int n : new int[]{30, 100, 1_000}) {
            widths.add(String.format(Locale.ROOT, "%.2f",
                    StratifiedDifference.of(List.of(new Stratum(n / 2, n, n / 2, n))).confidence(ALPHA).width()));
        }
        return String.join(", ", widths);
    }

    /// What is alike in a simulation.
    ///
    /// @param treated the probability of success of treated ones
    /// @param control of others
    /// @param share of treated ones
    private record Group(double treated, double control, double share) {
    }

    /// Several strata of different base rates, in which the hard cases are treated more often.
    private void strata() {
        System.out.printf("%n| strata | no effect | + 0.3, at most 0.98 | 0.9 in all | − 0.3, at least 0.02 |%n|---|---|---|---|---|%n");
        for (int number : new int[]{1, 4, 20, 200}) {
            System.out.printf("| %d |", number);
            for (int effect = 0; effect < 4; effect++) {
                List<Group> groups = new ArrayList<>();
                for (int i = 0; i < number; i++) {
                    double control = 0.05 + 0.9 * (i + 0.5) / number;
                    double treated = switch (effect) {
                        case 0 -> control;
                        case 1 -> Math.min(0.98, control + 0.3);
                        case 2 -> 0.9;
                        default -> Math.max(0.02, control - 0.3);
                    };
                    groups.add(new Group(treated, control, 0.2 + 0.6 * (1 - control)));
                }
                System.out.printf(Locale.ROOT, " %.1f %% |", 100 * held(groups, 2_000));
            }
            System.out.println();
        }
    }

    /// @return the share of histories in which the interval held the truth at all times; the truth is the difference in the
    ///         strata, weighed as the estimate weighs them
    private double held(List<Group> groups, int outcomes) {
        int held = 0;
        for (int history = 0; history < histories; history++) {
            held += holds(groups, outcomes, new SplittableRandom(seed + history)) ? 1 : 0;
        }
        return (double) held / histories;
    }

    private static boolean holds(List<Group> groups, int outcomes, SplittableRandom random) {
        long[][] counts = new long[groups.size()][4];
        for (int n = 1; n <= outcomes; n++) {
            int stratum = random.nextInt(counts.length);
            Group group = groups.get(stratum);
            boolean treated = random.nextDouble() < group.share();
            boolean success = random.nextDouble() < (treated ? group.treated() : group.control());
            counts[stratum][treated ? 1 : 3]++;
            counts[stratum][treated ? 0 : 2] += success ? 1 : 0;
            if (n > 200 && n % 7 != 0) {
                continue;
            }
            List<Stratum> strata = new ArrayList<>();
            double truth = 0;
            double weights = 0;
            for (int i = 0; i < counts.length; i++) {
                long[] one = counts[i];
                if (one[1] + one[3] > 0) {
                    strata.add(new Stratum(one[0], one[1], one[2], one[3]));
                    double weight = (double) one[1] * one[3] / (one[1] + one[3]);
                    truth += weight * (groups.get(i).treated() - groups.get(i).control());
                    weights += weight;
                }
            }
            if (weights > 0 && !StratifiedDifference.of(strata).confidence(ALPHA).contains(truth / weights)) {
                return false;
            }
        }
        return true;
    }

    private void drift() {
        System.out.printf("%n| detector | most false alarms in 10,000 (streams of 100, 300, 3,000) |");
        double[][] changes = {{0.95, 0.5}, {0.9, 0.6}, {0.5, 0.8}, {0.7, 0.2}, {0.95, 0.05}, {0.95, 0.75}};
        for (int before : new int[]{60, 500}) {
            for (double[] change : changes) {
                System.out.printf(" %s → %s after %d |", change[0], change[1], before);
            }
        }
        System.out.printf("%n|---|---|%s%n", "---|".repeat(2 * changes.length));
        for (ChangeDetector.Kind kind : ChangeDetector.Kind.values()) {
            double worst = 0;
            for (double rate : new double[]{0.02, 0.05, 0.2, 0.5, 0.8, 0.95}) {
                for (int length : new int[]{100, 300, 3_000}) {
                    worst = Math.max(worst, falseAlarms(kind, rate, length));
                }
            }
            System.out.printf(Locale.ROOT, "| %s | %.2f |", kind, worst);
            for (int before : new int[]{60, 500}) {
                for (double[] change : changes) {
                    System.out.printf(" %d |", medianDelay(kind, change, before));
                }
            }
            System.out.println();
        }
    }

    private double falseAlarms(ChangeDetector.Kind kind, double rate, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        int outcomes = 300 * histories;
        int alarms = 0;
        ChangeDetector detector = kind.create();
        for (int i = 0; i < outcomes; i++) {
            detector = i % length == 0 ? kind.create() : detector;
            alarms += detector.plus(random.nextDouble() < rate) ? 1 : 0;
        }
        return alarms * 10_000.0 / outcomes;
    }

    private int medianDelay(ChangeDetector.Kind kind, double[] change, int before) {
        int[] delays = new int[Math.max(101, histories / 2)];
        for (int run = 0; run < delays.length; run++) {
            SplittableRandom random = new SplittableRandom(seed + run);
            DoubleSupplier chance = random::nextDouble;
            ChangeDetector detector = kind.create();
            for (int i = 0; i < before; i++) {
                detector.plus(chance.getAsDouble() < change[0]);
            }
            do {
                delays[run]++;
            } while (!detector.plus(chance.getAsDouble() < change[1]) && delays[run] < 3_000);
        }
        Arrays.sort(delays);
        return delays[delays.length / 2];
    }
}
