package ink.dreamnet.halo.adaptive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import ink.dreamnet.halo.adaptive.SyntheticSeries.Change;

/// Series of other kinds than [SyntheticSeries] makes, to which nothing was fitted first: values that are no counts, other
/// rhythms, histories that begin on any day and hour, with a level that changed in the quiet time, with missing samples and
/// holes. What a real change is, is the same.
final class OtherSeries {

    private static final long START = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
    private static final String[] VALUES = {"latency", "percent", "share", "counts", "bursts"};
    private static final String[] SHAPES = {"level", "humps", "sawtooth", "jobs", "decline", "wandering edge"};

    private final Random random;
    private final long intervalMs;
    private final int length;
    private final int quiet;
    private final long from;
    private final String values;
    private final String shape;
    private final double base;
    private final double depth;
    private final double spread;
    private final double saturday;
    private final double sunday;
    private final double fall;
    private final int period;
    private final double[] jobs;
    private final double[] edges = new double[70];
    private final int clear;
    private double wandering;

    private OtherSeries(long seed, long intervalMs) {
        random = new Random(seed * 7919 + 13);
        this.intervalMs = intervalMs;
        int days = intervalMs >= 3_600_000 ? 56 : intervalMs >= 900_000 ? 28 : 21;
        int quietDays = intervalMs >= 900_000 ? 8 : 3;
        length = (int) (days * 86_400_000L / intervalMs);
        quiet = (int) (quietDays * 86_400_000L / intervalMs);
        from = START + random.nextInt(7 * 24) * 3_600_000L;
        values = VALUES[random.nextInt(VALUES.length)];
        shape = SHAPES[random.nextInt(SHAPES.length)];
        base = switch (values) {
            case "percent" -> 15 + 35 * random.nextDouble();
            case "share" -> 0.003 + 0.05 * random.nextDouble();
            default -> Math.exp(Math.log(5) + random.nextDouble() * Math.log(400));
        };
        depth = 0.2 + 0.5 * random.nextDouble();
        spread = 0.04 + 0.1 * random.nextDouble();
        boolean weekends = random.nextBoolean();
        saturday = weekends ? 0.4 + 0.6 * random.nextDouble() : 1;
        sunday = weekends ? saturday * (0.6 + 0.4 * random.nextDouble()) : 1;
        fall = 0.08 + 0.2 * random.nextDouble();
        period = new int[]{6, 12, 24}[random.nextInt(3)];
        jobs = new double[2 + random.nextInt(3)];
        for (int i = 0; i < jobs.length; i++) {
            jobs[i] = (i + random.nextDouble() * 0.7) / jobs.length;
        }
        for (int i = 0; i < edges.length; i++) {
            edges[i] = random.nextGaussian() * 4 / 1440;
        }
        clear = intervalMs <= 60_000 ? 360 : 150;
    }

    static SyntheticSeries of(long seed, long intervalMs, boolean withChanges) {
        return new OtherSeries(seed, intervalMs).make(withChanges);
    }

    private SyntheticSeries make(boolean withChanges) {
        double[] factor = new double[length];
        java.util.Arrays.fill(factor, 1);
        List<Change> changes = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            int past = quiet / 4 + random.nextInt(quiet / 4);
            shift(factor, past, random.nextBoolean() ? 0.4 + 0.2 * random.nextDouble() : 1.5 + random.nextDouble());
            changes.add(new Change(Change.PAST, past, past + 60));
        }
        for (int i = quiet + random.nextInt(clear); withChanges
                && i < length - clear; i += (int) ((2 + 4 * random.nextDouble()) * 86_400_000.0 / intervalMs)) {
            change(factor, i, changes);
        }
        boolean[] missing = missing(changes);
        List<Integer> kept = new ArrayList<>();
        int[] index = new int[length + 1];
        double[] value = new double[length];
        for (int i = 0; i < length; i++) {
            index[i] = kept.size();
            value[i] = draw(mean(i) * factor[i]);
            if (!missing[i]) {
                kept.add(i);
            }
        }
        index[length] = kept.size();
        return new SyntheticSeries(values + "/" + shape, from + quiet * intervalMs,
                kept.stream().mapToLong(i -> from + i * intervalMs).toArray(),
                kept.stream().mapToDouble(i -> value[i]).toArray(),
                changes.stream().map(change -> new Change(change.kind(), index[change.from()],
                        index[Math.min(length, change.to())])).toList());
    }

    private static void shift(double[] factor, int from, double size) {
        for (int k = from; k < factor.length; k++) {
            factor[k] *= size;
        }
    }

    private void change(double[] factor, int i, List<Change> changes) {
        String kind = List.of("spike", "dip", "shift", "nothing").get(random.nextInt(4));
        int lasts = switch (kind) {
            case "shift" -> length - i;
            case "nothing" -> 5 + random.nextInt(40);
            default -> 1 + random.nextInt(12);
        };
        boolean down = kind.equals("dip") || kind.equals("nothing")
                || kind.equals("shift") && (factor[i] > 1.5 || factor[i] > 0.6 && random.nextBoolean());
        double size = kind.equals("nothing") ? 0 : down ? 0.7 - 0.2 * random.nextDouble() : 1.3 + random.nextDouble();
        while (!visible(i, factor[i], size, Math.min(5, lasts)) && size > 0.02 && size < 20) {
            size *= down ? 0.9 : 1.1;
        }
        if (!visible(i, factor[i], size, Math.min(5, lasts))
                || values.equals("percent") && mean(i) * factor[i] * size > 95) {
            return;
        }
        for (int k = i; k < Math.min(length, i + lasts); k++) {
            factor[k] *= size;
        }
        changes.add(new Change(kind, i, kind.equals("shift") ? i + 60 : i + lasts));
    }

    private boolean visible(int i, double level, double size, int within) {
        double mean = mean(i) * level;
        double independent = values.equals("bursts") ? 1 : within;
        return Math.abs(size - 1) * mean * Math.sqrt(independent) >= 8 * Math.max(scatter(mean), scatter(mean * size));
    }

    private boolean[] missing(List<Change> changes) {
        boolean[] missing = new boolean[length];
        double share = random.nextInt(2) * 0.03 * random.nextDouble();
        int hole = random.nextInt(3) == 0 ? quiet / 3 + random.nextInt(length - quiet) : length;
        int holeTo = hole + (int) ((2 + random.nextInt(28)) * 3_600_000L / intervalMs);
        for (int i = 0; i < length; i++) {
            int at = i;
            boolean near = changes.stream().anyMatch(c -> at > c.from() - 30 && at < c.from() + 30);
            missing[i] = !near && (i >= hole && i < holeTo || random.nextDouble() < share);
        }
        return missing;
    }

    private double mean(int i) {
        double days = (from - START + i * intervalMs) / 86_400_000.0;
        double day = days % 1;
        double free = (int) days % 7 == 5 ? saturday : (int) days % 7 == 6 ? sunday : 1;
        double least = 2.0 * intervalMs / 86_400_000.0;
        double form = switch (shape) {
            case "humps" -> free * (1 - depth + depth * (hump(day, 0.42) + hump(day, 0.62)));
            case "sawtooth" -> 1 - depth / 2 + depth * (day * 24 / period % 1);
            case "jobs" -> {
                boolean runs = false;
                for (int k = 0; k < jobs.length; k++) {
                    runs |= day >= jobs[k] && day < jobs[k] + Math.max(least, (10 + 12 * k) / 1440.0);
                }
                yield runs ? 1 + 2 * depth : 1;
            }
            case "decline" -> (1 + 0.6 * depth * Math.sin(2 * Math.PI * day)) * Math.max(0.2, 1 - fall * days / 7);
            case "wandering edge" ->
                free * (day > 0.31 + edges[(int) days] && day < 0.74 + edges[(int) days] ? 1 : 1 - depth);
            default -> 1;
        };
        return base * form;
    }

    private static double hump(double day, double at) {
        return Math.exp(-Math.pow((day - at) / 0.09, 2));
    }

    private double scatter(double mean) {
        return switch (values) {
            case "latency" -> mean * spread * 1.5;
            case "percent" -> 20 * spread;
            case "share" -> Math.sqrt(mean / (100 / base));
            case "bursts" -> Math.sqrt(mean + Math.pow(mean * spread / 0.7, 2));
            default -> Math.sqrt(mean);
        };
    }

    private double draw(double mean) {
        wandering = 0.7 * wandering + spread * random.nextGaussian();
        return switch (values) {
            case "latency" -> Math.rint(1000 * gamma(mean)) / 1000;
            case "percent" ->
                mean == 0 ? 0 : Math.rint(10 * Math.clamp(mean + 20 * spread * random.nextGaussian(), 0, 100)) / 10;
            case "share" -> Math.rint(1e5 * poisson(mean * 100 / base) / (100 / base)) / 1e5;
            case "bursts" -> poisson(mean * Math.exp(wandering));
            default -> poisson(mean);
        };
    }

    /// A gamma distribution of the given mean whose scatter is `spread` times 1.5 of it, by the cube of a normal variate (Wilson and
    /// Hilferty, 1931).
    private double gamma(double mean) {
        double shape = 1 / Math.pow(1.5 * spread, 2);
        return Math.max(0, mean * Math.pow(1 - 1 / (9 * shape) + random.nextGaussian() / Math.sqrt(9 * shape), 3));
    }

    private long poisson(double mean) {
        if (mean > 200) {
            return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double limit = Math.exp(-mean);
        long count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }
}
