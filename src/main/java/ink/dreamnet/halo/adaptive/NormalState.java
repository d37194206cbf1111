package ink.dreamnet.halo.adaptive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
    private static final double FINE = 0.001;

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
    final Sample[] ring = new Sample[RING];
    final Anchor[] anchors = new Anchor[RING];
    final Deque<Unsettled> unsettled = new ArrayDeque<>();
    final double[] faults = {1, 1, 1, 1};
    Rhythm week = Rhythm.unknown(7 * DAY, 7 * 144);
    Rhythm day = Rhythm.unknown(DAY, 144);
    Excursions weekly = Excursions.unknown(7 * DAY, 7 * 144);
    Excursions daily = Excursions.unknown(DAY, 144);
    NoiseScale noise = NoiseScale.unknown(1);
    ZeroRun silence = new ZeroRun(new float[4 * NoiseScale.LEVELS], 0, 0, 0);
    TailLimit[] tails = {new TailLimit(new float[TailLimit.BINS]), new TailLimit(new float[TailLimit.BINS]),
            new TailLimit(new float[TailLimit.BINS])};

    /// A sample that may yet be learned.
    record Sample(long at, double value) {
    }

    /// A sample that nothing is learned from until it is known not to be the beginning of a change.
    ///
    /// @param expected what was expected
    /// @param views how unusual it and the last samples were; NaN where unknown
    record Unsettled(long at, double value, double expected, double[] views) {
    }

    /// What was known before a sample came.
    ///
    /// @param weekRatio how the level stood to the week's rhythm
    /// @param dayRatio how it stood to the day's rhythm
    /// @param level the level of the last samples
    /// @param trend how much it grew from one to the next
    /// @param fast the level of the very last samples
    record Anchor(double weekRatio, double dayRatio, double level, double trend, double fast) {
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
                    daily = Excursions.unknown(DAY, (int) (DAY / slot));
                    weekly = Excursions.unknown(7 * DAY, (int) (7 * DAY / slot));
                    week = Rhythm.unknown(7 * DAY, (int) (7 * DAY / slot));
                }
            } else if (apart > LONG_GAP * interval) {
                sinceGap = 0;
                ringSize = 0;
                unsettled.clear();
                episode = 0;
                silence.forgetRun();
            } else if (apart > 3 * interval) {
                ringSize = 0;
            }
        }
        lastAt = at;
    }

    /// Finds out whether these are counts. Where they are not, nothing is known of their unit but their size.
    void kind(double value) {
        if (whole && value != Math.rint(value)) {
            whole = false;
            noise = NoiseScale.unknown(FINE * Math.max(Math.abs(value), Math.abs(level)));
        }
    }

    boolean knows(int expert, long at) {
        return switch (expert) {
            case 0 -> week.knows(at, interval);
            case 1 -> day.knows(at, interval);
            default -> sinceGap >= 5 || !week.knows(at, interval) && !day.knows(at, interval);
        };
    }

    /// @param from what was known then
    /// @param ahead how many samples `at` is after that
    double expected(int expert, long at, Anchor from, int ahead) {
        return switch (expert) {
            case 0 -> week.expected(at, from.weekRatio());
            case 1 -> day.expected(at, from.dayRatio());
            case 3 -> from.fast();
            default -> from.level() + ahead * from.trend();
        };
    }

    /// @return the least and the most that the rhythms know of about that time: where both know it, what both agree on
    double[] steps(long at, Anchor from) {
        double[] steps = {Double.MAX_VALUE, -Double.MAX_VALUE};
        if (day.knows(at, interval)) {
            steps = day.range(at, interval, from.dayRatio());
        }
        if (week.knows(at, interval)) {
            double[] weekly = week.range(at, interval, from.weekRatio());
            steps = day.knows(at, interval)
                    ? new double[]{Math.max(steps[0], weekly[0]), Math.min(steps[1], weekly[1])}
                    : weekly;
        }
        return steps;
    }

    /// @param sample the sample, which is learned when it is settled
    /// @param value the sample without what is unusual in it, which the level learns
    void learn(Unsettled sample, double value) {
        week.follow(sample.at(), value, RATIO_RATE);
        day.follow(sample.at(), value, RATIO_RATE);
        unsettled.addLast(sample);
        if (unsettled.size() > RING) {
            settle(unsettled.removeFirst());
        }
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

    private void settle(Unsettled sample) {
        learn(new Sample(sample.at(), sample.value()));
        for (int i = 0; i < sample.views().length; i++) {
            if (!Double.isNaN(sample.views()[i])) {
                tails[i].learn(sample.views()[i], Math.clamp(samples / 2.0, 1000, 20_000));
            }
        }
        if (sample.views().length > 0) {
            noise.learn(sample.expected(), sample.value() - sample.expected(), least(sample.expected()));
        }
    }

    private void learn(Sample sample) {
        week.learn(sample.at(), sample.value(), interval);
        day.learn(sample.at(), sample.value(), interval);
    }

    /// @return the least standard deviation at a level
    double least(double level) {
        return whole ? 0.75 : noise.unit() + 1e-3 * Math.abs(level);
    }

    /// Remembers a sample, and what was known when it came.
    void remember(long at, double value) {
        System.arraycopy(ring, 0, ring, 1, RING - 1);
        System.arraycopy(anchors, 0, anchors, 1, RING - 1);
        ring[0] = new Sample(at, value);
        anchors[0] = new Anchor(week.ratio(), day.ratio(), level, trend, fast);
        ringSize = Math.min(RING, ringSize + 1);
    }

    void begin(long at, double value) {
        episode = 1;
        back = 0;
        recentMean = value;
        recentCount = 1;
        pending.clear();
        unsettled.forEach(sample -> pending.add(new Sample(sample.at(), sample.value())));
        unsettled.clear();
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
        week.adopt(at, recentMean);
        day.adopt(at, recentMean);
        pending.forEach(this::learn);
        daily.forgetLast();
        weekly.forgetLast();
        pending.stream().skip(Math.max(0, pending.size() - recentCount))
                .forEach(sample -> noise.learn(recentMean, sample.value() - recentMean, least(recentMean)));
    }

    void end() {
        episode = 0;
        back = 0;
        ringSize = 0;
        pending.clear();
        silence.forgetRun();
    }
}
