package ink.dreamnet.halo.adaptive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A made-up series of counts with a daily and a weekly rhythm, noise, a trend, gaps, counter resets and real changes. Every
/// property is drawn anew, from several families.
///
/// @param name of which families it is
/// @param quietUntil until when nothing happens, in milliseconds since 1970
/// @param at the times, in milliseconds since 1970
/// @param value the counts
/// @param changes what happened, in the order of time
record SyntheticSeries(String name, long quietUntil, long[] at, double[] value, List<Change> changes) {

    /// A real change: large enough that who knows the series' law could tell it within five samples (at least eight standard
    /// deviations of the mean of the samples that it touches within the first five, and at least 30 %).
    ///
    /// @param kind `spike`, `dip`, `shift`, `nothing`, or [#PAST]: one that is not counted, and may fire
    /// @param from the index of its first sample
    /// @param to the index after its last one; for a shift, when it may count as normal
    record Change(String kind, int from, int to) {

        static final String PAST = "past";

        boolean counts() {
            return !kind.equals(PAST);
        }
    }

    private static final long START = Instant.parse("2026-01-07T00:00:00Z").toEpochMilli();
    private static final String[] NOISES = {"poisson", "overdispersed", "lognormal", "correlated", "heavy"};
    private static final String[] RHYTHMS = {"flat", "sine", "harmonics", "office", "steps"};
    private static final int CLEAR = 360;

    /// @param intervalMs from one sample to the next
    /// @param days how long it is
    /// @param quietDays how long nothing happens at first
    /// @param withChanges whether something happens at all
    static SyntheticSeries of(long seed, long intervalMs, int days, int quietDays, boolean withChanges) {
        return new Maker(seed, intervalMs, days, quietDays, withChanges).make();
    }

    private static final class Maker {
        private final Random random;
        private final long intervalMs;
        private final int length;
        private final int quiet;
        private final boolean withChanges;
        private final String noise;
        private final String rhythm;
        private final double base;
        private final double depth;
        private final double weekend;
        private final double trend;
        private final double phase;
        private final double spread;
        private final double stickiness;
        private double state;

        Maker(long seed, long intervalMs, int days, int quietDays, boolean withChanges) {
            this.random = new Random(seed);
            this.intervalMs = intervalMs;
            this.length = (int) (days * 86_400_000L / intervalMs);
            this.quiet = (int) (quietDays * 86_400_000L / intervalMs);
            this.withChanges = withChanges;
            noise = NOISES[random.nextInt(NOISES.length)];
            rhythm = RHYTHMS[random.nextInt(RHYTHMS.length)];
            base = Math.exp(Math.log(3) + random.nextDouble() * Math.log(1000)) * intervalMs / 60_000.0;
            depth = 0.2 + 0.6 * random.nextDouble();
            weekend = random.nextBoolean() ? 1 : 0.3 + 0.6 * random.nextDouble();
            trend = random.nextInt(3) == 0 ? -0.3 + 0.8 * random.nextDouble() : 0;
            phase = random.nextDouble();
            spread = 0.03 + 0.12 * random.nextDouble();
            stickiness = 0.5 + 0.4 * random.nextDouble();
        }

        SyntheticSeries make() {
            double[] factor = new double[length];
            java.util.Arrays.fill(factor, 1);
            List<Change> changes = withChanges ? changes(factor) : List.of();
            double[] value = new double[length];
            for (int i = 0; i < length; i++) {
                value[i] = draw(mean(i) * factor[i]);
            }
            for (int reset = length * 3 / (int) (7 * 86_400_000L / intervalMs); reset > 0; reset--) {
                int i = random.nextInt(length);
                value[i] = Math.floor(value[i] * (0.75 + 0.25 * random.nextDouble()));
            }
            return withGaps(value, changes);
        }

        private double mean(int i) {
            double day = (i * (double) intervalMs / 86_400_000.0 + phase) % 1;
            double week = i * (double) intervalMs / (7 * 86_400_000.0);
            double shape = switch (rhythm) {
                case "sine" -> 1 + depth * Math.sin(2 * Math.PI * day);
                case "harmonics" -> 1 + 0.7 * depth * Math.sin(2 * Math.PI * day) + 0.3 * depth * Math.sin(
                        4 * Math.PI * day + 1);
                case "office" -> 1 - depth + depth / ((1 + Math.exp(-(day - 0.35) * 60)) * (1 + Math.exp(
                        (day - 0.75) * 60)));
                case "steps" -> day < 0.3 ? 1 - depth : day < 0.7 ? 1 : 1 - depth / 2;
                default -> 1;
            };
            boolean free = (i * (double) intervalMs / 86_400_000.0 + 3) % 7 < 2;
            return base * Math.max(0.05, shape) * (free ? weekend : 1) * Math.max(0.2, 1 + trend * week);
        }

        /// @return the standard deviation of one sample
        private double scatter(double mean) {
            double relative = switch (noise) {
                case "poisson" -> 0;
                case "correlated" -> spread / Math.sqrt(1 - stickiness * stickiness);
                default -> spread;
            };
            return Math.sqrt(mean + relative * relative * mean * mean);
        }

        private double draw(double mean) {
            double rate = switch (noise) {
                case "overdispersed" -> mean * gamma(1 / (spread * spread)) * spread * spread;
                case "lognormal" -> mean * Math.exp(spread * random.nextGaussian() - spread * spread / 2);
                case "correlated" -> {
                    state = stickiness * state + spread * random.nextGaussian();
                    yield mean * Math.exp(state);
                }
                case "heavy" -> mean * Math.max(0.1, 1 + spread * student(5) * Math.sqrt(3 / 5.0));
                default -> mean;
            };
            return mean == 0 ? 0 : poisson(rate);
        }

        private List<Change> changes(double[] factor) {
            List<Change> changes = new ArrayList<>();
            int i = quiet + random.nextInt(CLEAR);
            double level = 1;
            while (i < length - CLEAR) {
                String kind = List.of("spike", "shift", "nothing").get(random.nextInt(3));
                int lasts = kind.equals("spike")
                        ? 1 + random.nextInt(10)
                        : kind.equals("nothing")
                                ? 10 + random.nextInt(50)
                                : length - i;
                double size = kind.equals("nothing") ? 0 : size(i, level, Math.min(5, lasts), kind);
                boolean visible = !kind.equals("nothing") || visible(i, level, 0, 5);
                if (visible && size < 50) {
                    for (int k = i; k < Math.min(length, i + lasts); k++) {
                        factor[k] = level * size;
                    }
                    changes.add(new Change(kind, i, kind.equals("shift") ? i + 60 : i + lasts));
                    level = kind.equals("shift") ? level * size : level;
                }
                i += (int) ((2 + 4 * random.nextDouble()) * 86_400_000.0 / intervalMs);
            }
            return changes;
        }

        private double size(int i, double level, int within, String kind) {
            boolean down = kind.equals("shift") && (level > 2 || level > 0.5 && random.nextBoolean());
            double size = down ? 0.7 - 0.2 * random.nextDouble() : 1.3 + 2 * random.nextDouble();
            while (!visible(i, level, size, within) && size < 50 && size > 0.02) {
                size = down ? size * 0.9 : size * 1.1;
            }
            return size <= 0.02 ? 99 : size;
        }

        private boolean visible(int i, double level, double size, int within) {
            double mean = mean(i) * level;
            double independent = noise.equals("correlated") ? 1 : within;
            double sd = Math.max(scatter(mean), scatter(mean * size));
            return Math.abs(size - 1) * mean * Math.sqrt(independent) >= 8 * sd;
        }

        private SyntheticSeries withGaps(double[] value, List<Change> changes) {
            boolean[] missing = new boolean[length];
            for (int gap = length / 2000; gap > 0; gap--) {
                int from = random.nextInt(length);
                int lasts = 1 + random.nextInt(random.nextInt(4) == 0 ? 60 : 3);
                boolean near = changes.stream().anyMatch(c -> from + lasts > c.from() - 60 && from < c.to() + 60);
                for (int k = from; !near && k < Math.min(length, from + lasts); k++) {
                    missing[k] = true;
                }
            }
            int[] index = new int[length + 1];
            int kept = 0;
            for (int i = 0; i < length; i++) {
                index[i] = kept;
                kept += missing[i] ? 0 : 1;
            }
            index[length] = kept;
            long[] at = new long[kept];
            double[] seen = new double[kept];
            for (int i = 0; i < length; i++) {
                if (!missing[i]) {
                    at[index[i]] = START + i * intervalMs;
                    seen[index[i]] = value[i];
                }
            }
            return new SyntheticSeries(
                    noise + "/" + rhythm, START + quiet * intervalMs, at, seen, changes.stream()
                            .map(change -> new Change(
                                    change.kind(), index[change.from()], index[Math.min(length, change.to())]))
                            .toList());
        }

        private long poisson(double mean) {
            if (mean > 500) {
                return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
            }
            double limit = Math.exp(-mean);
            long count = 0;
            for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
                count++;
            }
            return count;
        }

        /// Marsaglia and Tsang, 2000; for shapes of at least 1.
        private double gamma(double shape) {
            double d = shape - 1 / 3.0;
            double c = 1 / Math.sqrt(9 * d);
            while (true) {
                double x = random.nextGaussian();
                double v = Math.pow(1 + c * x, 3);
                if (v > 0 && Math.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                    return d * v;
                }
            }
        }

        private double student(int degrees) {
            double chi = 0;
            for (int i = 0; i < degrees; i++) {
                chi += Math.pow(random.nextGaussian(), 2);
            }
            return random.nextGaussian() / Math.sqrt(chi / degrees);
        }
    }
}
