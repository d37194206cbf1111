package ink.dreamnet.halo.adaptive;

import ink.dreamnet.halo.core.Ranges;

/// Learns the normal level of one series, its daily and weekly rhythm and its noise, sample by sample with a state of bounded
/// size, and reports what is unusual for it: a spike, a drop, a shift of the level, a rise that does not come, unrest, a
/// standstill.
///
/// Five [views][View] of the last samples are each held against how far they went before, on either side ([Peaks]). What
/// recurs is thereby normal, whatever its size, and how often chance fires is the series' own affair. One anomaly fires once.
/// docs/triggers.md has the formulas. O(1) a sample.
final class NormalLevel {

    private static final View[] VIEWS = View.values();
    private static final int LEAST_SAMPLES = 60;
    /// The level is at least the mean of so many samples.
    private static final int FEW = 20;
    private static final double WEEK_MS = 7 * 86_400_000.0;
    private static final double ABS_TO_SD = 1.2533;
    /// So many standard deviations of a sample move the level at most.
    private static final double CLIP_LEVEL = 4;
    /// Beyond so many the correction follows a sample the less the further it is: it may be the first of a change.
    private static final double CLIP_CORRECTION = 3;
    /// One wild sample is no shift.
    private static final double CLIP_SHIFT = 8;
    private static final double CORRECTION_RATE = 0.1;
    /// So fast the level that may become the new normal is learned.
    private static final double CANDIDATE_RATE = 0.2;
    /// The spread and the restlessness are those of so many days.
    private static final double SPREAD_DAYS = 3;
    private static final double REFERENCE_DAYS = 7;
    /// So long after a firing only what is larger fires again: half of the least rhythm, the day.
    private static final long QUIET_MS = 12 * 3_600_000L;
    private static final int LEAST_QUIET = 3;
    /// So much larger than the last firing is another anomaly.
    private static final double ESCALATION = 2;
    /// An anomaly is over when so many samples in a row are within so many standard deviations.
    private static final int BACK = 3;
    private static final double NORMAL_AGAIN = 3;
    /// The highest score of what cannot fire.
    private static final double MUTED = 0.25;
    /// The share of the limit of what is rare, but too small a change to mean something.
    private static final double TOO_SMALL = 0.99;
    private static final double MOST_TIMES = 1000;
    /// Half as much again as usual is no unrest, whatever came before.
    private static final double LEAST_UNREST = 0.5;
    private static final double MOST_CHANCE = 0.5;

    private final AdaptiveProperties settings;
    private final NormalState s;

    NormalLevel(AdaptiveProperties settings, NormalState state) {
        this.settings = settings;
        this.s = state;
    }

    NormalState state() {
        return s;
    }

    /// @return whether an anomaly goes on
    boolean anomalous() {
        return s.episode > 0;
    }

    /// @return whether it has learned long enough to fire
    boolean warm() {
        return s.samples >= LEAST_SAMPLES && s.lastAt - s.firstAt >= settings.warmUp().toMillis();
    }

    /// Takes the next sample.
    ///
    /// @param at its time, in milliseconds since 1970, after that of the one before
    SampleScore observe(long at, double value) {
        s.arrive(at, value);
        Expectation expected = expect(at);
        double[] statistics = look(value, expected);
        View strongest = View.EXTREME;
        double ratio = 0;
        for (View view : VIEWS) {
            double statistic = statistics[view.ordinal()];
            double share = Math.abs(statistic) / limit(view, statistic);
            if (share >= 1 && !large(view, statistic, value, expected)) {
                share = TOO_SMALL;
            }
            if (share > ratio) {
                ratio = share;
                strongest = view;
            }
        }
        boolean known = warm();
        boolean mute = !known || at < s.quietUntil && (s.episode > 0 || ratio < ESCALATION * s.fired);
        double score = ratio < 1 ? 0.5 * ratio : 1 - 0.5 / ratio;
        String reason = ratio < 1 || mute ? null : reason(strongest, statistics[strongest.ordinal()], value, expected);
        goOn(value, expected);
        if (reason != null) {
            s.begin();
            s.fired = ratio;
            s.quietUntil = at + Math.max(QUIET_MS, (long) (LEAST_QUIET * s.interval));
        }
        learn(at, value, expected, statistics);
        return new SampleScore(mute ? Math.min(MUTED, score / 2) : score, expected.value(), reason);
    }

    /// What is expected of a sample.
    ///
    /// @param rhythm what the rhythm says
    /// @param value what the last samples say as well
    /// @param scatter the standard deviation of that
    private record Expectation(double rhythm, double value, double scatter) {
    }

    private Expectation expect(long at) {
        double rhythm = s.level + s.scale() * s.rhythm(at);
        double value = s.positive ? Math.max(0, rhythm + s.correction) : rhythm + s.correction;
        return new Expectation(rhythm, value, s.noise.at(s.noisy(value), s.leastScatter(value)));
    }

    /// @return how far each view of the last samples is from what is normal, above or (negative) below; 0 where unknown
    private double[] look(double value, Expectation expected) {
        double[] statistics = new double[VIEWS.length];
        double z = (value - expected.value()) / expected.scatter();
        for (View view : VIEWS) {
            Window window = s.windows[view.ordinal()];
            window.add(switch (view) {
                case EXTREME -> value - s.level;
                case SUSTAINED -> value - expected.rhythm();
                case UNREST -> Math.abs(value - s.previous);
                case SURPRISE -> z;
                case SHIFT -> Math.clamp(z, -CLIP_SHIFT, CLIP_SHIFT);
            });
            double mean = window.mean();
            statistics[view.ordinal()] = Double.isNaN(mean) || view == View.SUSTAINED && s.young() ? 0 : switch (view) {
                case EXTREME, SUSTAINED, SURPRISE -> mean;
                case UNREST -> proportion(mean / Math.max(s.restlessness, Double.MIN_NORMAL));
                case SHIFT -> mean * Math.sqrt(view.span());
            };
        }
        return statistics;
    }

    /// @return how many times more (from 0 on) or, negative, less
    private static double proportion(double times) {
        double bounded = Math.clamp(times, 1 / MOST_TIMES, MOST_TIMES);
        return bounded >= 1 ? bounded - 1 : 1 - 1 / bounded;
    }

    /// What noise may do by chance is never unusual, however calm the series was.
    private double limit(View view, double statistic) {
        double rate = settings.falseFiringsPerWeek() / (2 * VIEWS.length) / WEEK_MS;
        Peaks peaks = (statistic < 0 ? s.below : s.above)[view.ordinal()];
        double limit = peaks.limit(Math.min(MOST_CHANCE, rate * Math.max(s.interval, peaks.blockMs())));
        return Math.max(Double.MIN_NORMAL, switch (view) {
            case EXTREME, SUSTAINED -> limit;
            case UNREST -> Math.max(limit, LEAST_UNREST);
            case SURPRISE, SHIFT ->
                Math.max(limit, Math.sqrt(-2 * Math.log(Math.min(MOST_CHANCE, rate * s.interval))));
        });
    }

    private boolean large(View view, double statistic, double value, Expectation expected) {
        double usual = view == View.EXTREME ? s.level : view == View.SUSTAINED ? expected.rhythm() : expected.value();
        double change = view == View.SUSTAINED ? Math.abs(statistic) : Math.abs(value - usual);
        return view == View.UNREST || change >= settings.minChange() * Math.abs(usual)
                && (!s.whole || change >= settings.minCount() / Math.sqrt(view.span()));
    }

    /// An anomaly ends when the series is back, or when it has lasted so long that it is the new normal.
    private void goOn(double value, Expectation expected) {
        if (s.episode > 0) {
            s.episode++;
            double z = (value - expected.value()) / expected.scatter();
            s.back = Math.abs(z) < NORMAL_AGAIN ? s.back + 1 : 0;
            if (s.back >= BACK) {
                s.forgetLast();
            } else if (s.episode > settings.adoptAfter()) {
                s.adopt();
            }
        }
    }

    /// From an anomaly that goes on only the level is learned, for it may stay, and how large it was.
    private void learn(long at, double value, Expectation expected, double[] statistics) {
        double slow = Math.max(1 / Math.max(FEW, s.perDay()), 1.0 / s.samples);
        double slower = Math.max(slow / SPREAD_DAYS, 1.0 / s.samples);
        for (View view : VIEWS) {
            double statistic = statistics[view.ordinal()];
            s.above[view.ordinal()].learn(at, Math.max(0, statistic), s.lastAt - s.firstAt);
            s.below[view.ordinal()].learn(at, Math.max(0, -statistic), s.lastAt - s.firstAt);
        }
        double deviation = value - s.level;
        double residual = value - expected.value();
        s.candidate += CANDIDATE_RATE * (value - expected.rhythm() - s.candidate);
        if (s.episode == 0) {
            double beyond = s.young() ? value - s.first : deviation / s.scale();
            s.day.learn(at, beyond, s.interval);
            s.week.learn(at, beyond, s.interval);
            s.restlessness += slower * (Math.abs(value - s.previous) - s.restlessness);
            double far = CLIP_CORRECTION * expected.scatter() / Math.max(Math.abs(residual), Double.MIN_NORMAL);
            s.correction += CORRECTION_RATE * residual * (s.noise.known() ? Math.min(1, far * far) : 1);
            s.noise.learn(s.noisy(expected.value()), residual, s.leastScatter(expected.value()));
        }
        double wide = CLIP_LEVEL * ABS_TO_SD * s.spread;
        double step = s.samples <= FEW ? deviation : Math.clamp(deviation, -wide, wide);
        s.level += slow * step;
        s.reference += Math.max(slow / REFERENCE_DAYS, 1.0 / s.samples) * (s.level - s.reference);
        s.spread += slower * (Math.abs(step) - s.spread);
        s.previous = value;
    }

    private String reason(View view, double statistic, double value, Expectation expected) {
        String seen = Ranges.plain(Math.rint(value * 100) / 100);
        String normal = "%.4g".formatted(expected.value());
        String side = statistic > 0 ? "above" : "below";
        if (value == 0 && expected.value() > 0 && statistic < 0) {
            return "drop to nothing: 0 where about %s is normal".formatted(normal);
        }
        return switch (view) {
            case EXTREME, SURPRISE -> "%s: %s where about %s is normal, %.1f times the usual scatter of %.3g".formatted(
                    statistic > 0 ? "spike" : "drop", seen, normal,
                    Math.abs(value - expected.value()) / expected.scatter(), expected.scatter());
            case SUSTAINED ->
                "shift: %s, and the last %d samples are %.4g %s what is normal at this time".formatted(seen,
                        view.span(), Math.abs(statistic), side);
            case SHIFT -> "shift: %s, and the last %d samples are %s the %s that is normal, by %.1f standard errors"
                    .formatted(seen,
                            view.span(), side, normal, Math.abs(statistic));
            case UNREST -> statistic > 0
                    ? "unrest: %s, and the last %d samples change %.1f times as much as usual".formatted(seen,
                            view.span(),
                            statistic + 1)
                    : "standstill: %s, and the last %d samples change %.1f times less than usual".formatted(seen,
                            view.span(), 1 - statistic);
        };
    }
}
