package ink.dreamnet.halo.adaptive;

/// What a [NormalLevel] knows of its series.
final class NormalState {

    static final long DAY = 86_400_000L;
    private static final long SLOT = 600_000L;
    private static final int FIRST_SAMPLES = 5;
    private static final int LONG_GAP = 10;
    private static final double MOST_SCALE = 4;
    private static final double FINE = 0.001;

    long firstAt;
    long lastAt;
    long samples;
    /// From one sample to the next, in milliseconds.
    double interval = 60_000;
    /// Whether these are counts.
    boolean whole = true;
    /// The first value: on the first day the rhythm is that against it, as the level is not yet known.
    double first;
    /// The mean of the last day.
    double level;
    /// Whether no value was ever negative.
    boolean positive = true;
    /// The level's own mean of the last week.
    double reference;
    /// The mean distance to the level.
    double spread;
    /// How far the last samples were from the rhythm.
    double correction;
    /// How far the very last ones were, also while an anomaly goes on.
    double candidate;
    /// The mean change from one sample to the next, in the last days.
    double restlessness;
    double previous;
    /// How many samples the present anomaly has; 0 where none goes on.
    int episode;
    /// How many samples in a row were normal again.
    int back;
    /// Until when nothing fires again, in milliseconds since 1970.
    long quietUntil = Long.MIN_VALUE;
    /// How large the last one that fired was, as a share of its limit.
    double fired;
    NoiseScale noise = NoiseScale.unknown(1);
    Rhythm day = new Rhythm(DAY, 1);
    Rhythm week = new Rhythm(7 * DAY, 7);
    final Window[] windows = new Window[View.values().length];
    final Peaks[] above = new Peaks[View.values().length];
    final Peaks[] below = new Peaks[View.values().length];

    NormalState() {
        for (View view : View.values()) {
            windows[view.ordinal()] = new Window(view.span());
            long blockMs = view == View.SUSTAINED ? Peaks.DAY_MS : Peaks.HOUR_MS;
            above[view.ordinal()] = new Peaks(blockMs);
            below[view.ordinal()] = new Peaks(blockMs);
        }
    }

    /// Notes the time and the kind of a sample: learns how far apart samples are and whether they are counts, and begins the
    /// last minutes anew after a gap.
    void arrive(long at, double value) {
        double apart = Math.max(1, at - lastAt);
        if (samples == 0) {
            firstAt = at;
            level = value;
            first = value;
            previous = value;
        } else if (samples <= FIRST_SAMPLES) {
            interval = samples == 1 ? apart : Math.min(interval, apart);
            long slot = (long) Math.clamp(interval, SLOT, DAY);
            day = new Rhythm(DAY, (int) (DAY / slot));
            week = new Rhythm(7 * DAY, (int) (7 * DAY / slot));
        } else if (apart > LONG_GAP * interval) {
            forgetLast();
        }
        if (lastAt - firstAt < DAY && at - firstAt >= DAY) {
            day.move(first - level);
            week.move(first - level);
        }
        lastAt = at;
        samples++;
        boolean kindChanges = positive && value < 0 || whole && value != Math.rint(value);
        positive &= value >= 0;
        if (kindChanges) {
            whole = false;
            noise = NoiseScale.unknown(FINE * Math.max(Math.abs(value), Math.abs(level)));
        }
    }

    /// @return whether this is the first day
    boolean young() {
        return lastAt - firstAt < DAY;
    }

    void begin() {
        episode = 1;
        back = 0;
    }

    /// Begins the last samples anew, after a gap or an anomaly.
    void forgetLast() {
        for (Window window : windows) {
            window.clear();
        }
        episode = 0;
    }

    /// Takes what lasted for normal.
    void adopt() {
        episode = 0;
        level += candidate;
        correction = 0;
    }

    double perDay() {
        return DAY / interval;
    }

    /// @return how far above its level the series is at that time of the week, or of the day
    double rhythm(long at) {
        return young()
                ? 0
                : week.knows(at, interval) ? week.deviation(at) : day.knows(at, interval) ? day.deviation(at) : 0;
    }

    /// @return how many times larger than usual the rhythm is: where nothing is negative it grows with the level
    double scale() {
        return positive && reference > 0 ? Math.clamp(level / reference, 1 / MOST_SCALE, MOST_SCALE) : 1;
    }

    /// @return the level that the noise goes by: where values are negative it does not grow with them
    double noisy(double expected) {
        return positive ? expected : 0;
    }

    /// @return the least standard deviation at a level
    double leastScatter(double expected) {
        return whole ? 0.75 : noise.unit() + FINE * Math.abs(expected);
    }
}
