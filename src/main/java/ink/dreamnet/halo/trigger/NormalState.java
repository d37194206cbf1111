package ink.dreamnet.halo.trigger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a [NormalLevel] knows of its series.
final class NormalState {

    /// The week's rhythm, the day's rhythm, the last samples with their trend, the very last samples.
    static final int EXPERTS = 4;
    static final int RING = 5;

    static final long DAY = 86_400_000L;
    private static final long SLOT = 600_000L;
    private static final double LEVEL_RATE = 0.08;
    private static final double FAST_RATE = 0.4;
    private static final double TREND_RATE = 0.02;
    private static final double RATIO_RATE = 0.05;
    private static final int MOST_PENDING = 64;
    private static final int LONG_GAP = 10;

    long firstAt;
    long lastAt;
    long samples;
    double interval = 60_000;
    boolean whole = true;
    double level;
    double trend;
    double fast;
    int sinceGap;
    int episode;
    int back;
    final List<Sample> pending = new ArrayList<>();
    double recentMean;
    int recentCount;
    int ringSize;
    final double[] ring = new double[RING];
    final double[] differences = new double[RING];
    final double[] levels = new double[RING];
    final double[] faults = {1, 1, 1, 1};
    Rhythm week = Rhythm.unknown(7 * DAY, 7 * 144);
    Rhythm day = Rhythm.unknown(DAY, 144);
    NoiseScale noise = new NoiseScale(new float[NoiseScale.LEVELS + 1], new float[NoiseScale.LEVELS + 1]);
    Silence silence = new Silence(new float[4 * NoiseScale.LEVELS], 0, 0, 0);
    TailLimit[] tails = {new TailLimit(new float[TailLimit.BINS]), new TailLimit(new float[TailLimit.BINS]),
            new TailLimit(new float[TailLimit.BINS])};

    /// A sample that may yet be learned.
    record Sample(long at, double value) {
    }

    /// Notes the time of a sample; learns how far apart samples are, and begins the last minutes anew after a gap.
    void time(long at) {
        if (samples == 0) {
            firstAt = at;
        } else {
            double apart = Math.max(1, at - lastAt);
            if (samples <= 5) {
                interval = samples == 1 ? apart : Math.min(interval, apart);
                if (samples == 5) {
                    long slot = (long) Math.min(DAY, Math.max(SLOT, interval));
                    day = Rhythm.unknown(DAY, (int) (DAY / slot));
                    week = Rhythm.unknown(7 * DAY, (int) (7 * DAY / slot));
                }
            } else if (apart > LONG_GAP * interval) {
                sinceGap = 0;
                ringSize = 0;
                episode = 0;
                silence.forgetRun();
            } else if (apart > 3 * interval) {
                ringSize = 0;
            }
        }
        lastAt = at;
    }

    boolean knows(int expert, long at) {
        return switch (expert) {
            case 0 -> week.knows(at, interval);
            case 1 -> day.knows(at, interval);
            default -> sinceGap >= 5 || !week.knows(at, interval) && !day.knows(at, interval);
        };
    }

    double expected(int expert, long at) {
        return switch (expert) {
            case 0 -> week.expected(at);
            case 1 -> day.expected(at);
            case 3 -> fast;
            default -> level + trend;
        };
    }

    /// @return the least and the most that the rhythms know of about that time: where both know it, what both agree on
    double[] steps(long at) {
        double[] steps = {Double.MAX_VALUE, -Double.MAX_VALUE};
        if (day.knows(at, interval)) {
            steps = day.range(at, interval);
        }
        if (week.knows(at, interval)) {
            double[] weekly = week.range(at, interval);
            steps = day.knows(at, interval)
                    ? new double[]{Math.max(steps[0], weekly[0]), Math.min(steps[1], weekly[1])}
                    : weekly;
        }
        return steps;
    }

    /// @param raw the sample, which the rhythms learn
    /// @param value the sample without what is unusual in it, which the level learns
    void learn(long at, double raw, double value) {
        week.learn(at, raw, value, interval, RATIO_RATE);
        day.learn(at, raw, value, interval, RATIO_RATE);
        if (sinceGap == 0) {
            level = value;
            fast = value;
            trend = 0;
        } else {
            fast += FAST_RATE * (value - fast);
            double rate = Math.max(LEVEL_RATE, 1.0 / (sinceGap + 1));
            double before = level;
            level = level + trend + rate * (value - level - trend);
            trend = 0.98 * trend + TREND_RATE * (level - before - trend);
        }
        sinceGap++;
    }

    void remember(double z, double difference, double usual, double unclipped) {
        System.arraycopy(ring, 0, ring, 1, RING - 1);
        System.arraycopy(differences, 0, differences, 1, RING - 1);
        System.arraycopy(levels, 0, levels, 1, RING - 1);
        ring[0] = z;
        differences[0] = difference;
        levels[0] = usual;
        ringSize = Math.min(RING, ringSize + 1);
    }

    double mean(int span) {
        return ringSize < span ? 0 : Math.abs(Arrays.stream(ring, 0, span).sum()) / span;
    }

    double meanDifference(int span) {
        return Arrays.stream(differences, 0, span).sum() / span;
    }

    double meanLevel(int span) {
        return Arrays.stream(levels, 0, span).sum() / span;
    }

    void begin(long at, double value) {
        episode = 1;
        back = 0;
        recentMean = value;
        recentCount = 1;
        pending.clear();
        pending.add(new Sample(at, value));
    }

    void recent(long at, double value, int span) {
        recentCount = Math.min(span, recentCount + 1);
        recentMean += (value - recentMean) / recentCount;
        if (pending.size() < MOST_PENDING) {
            pending.add(new Sample(at, value));
        }
    }

    /// Takes what lasted for normal, now and at this time of the day and of the week.
    void adopt(long at) {
        level = recentMean;
        fast = recentMean;
        trend = 0;
        sinceGap = Math.max(5, sinceGap);
        for (Sample sample : pending) {
            week.learn(sample.at(), sample.value(), sample.value(), interval, RATIO_RATE);
            day.learn(sample.at(), sample.value(), sample.value(), interval, RATIO_RATE);
        }
        week.adopt(at, recentMean);
        day.adopt(at, recentMean);
    }

    void end() {
        episode = 0;
        back = 0;
        ringSize = 0;
        pending.clear();
        silence.forgetRun();
    }
}
