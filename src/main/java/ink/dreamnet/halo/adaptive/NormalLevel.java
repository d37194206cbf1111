package ink.dreamnet.halo.adaptive;

import java.util.Arrays;

import ink.dreamnet.halo.core.Ranges;

/// Learns the normal level of one series of counts, its daily and weekly rhythm and its noise, sample by sample with a state
/// of fixed size, and reports a change: a spike, a drop, nothing at all, a shift of the level.
///
/// Three experts say what comes next: the week's rhythm and the day's rhythm, both scaled to the present level, and the level
/// of the last minutes with its trend. What none of those that do well expected is unusual. How unusual it must be to mean
/// something is learned from the series itself, for single samples and for the means of three and of five. A change is not
/// learned from until it has lasted; then it is the new normal. docs/triggers.md has the formulas.
final class NormalLevel {

    private static final int VIEWS = 3;
    private static final int[] SPAN = {1, 3, 5};
    /// The least and the greatest limits, in units of `√(-2 ln p)`, which is about what normal noise exceeds by chance.
    private static final double LEAST = 1.02;
    private static final double[] MOST = {1.5, 1.25, 1.25};
    private static final double FAR = 4;
    private static final int RECENT = 10;
    private static final double CLIP = 8;
    private static final int LEAST_SAMPLES = 60;
    private static final double WEEK_MS = 7 * 86_400_000.0;

    private final AdaptiveProperties settings;
    private final NormalState s;
    private final Experts experts;

    NormalLevel(AdaptiveProperties settings, NormalState state) {
        this.settings = settings;
        this.s = state;
        this.experts = new Experts(state);
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
        s.time(at);
        s.samples++;
        s.kind(value);
        if (s.samples <= 5) {
            s.learn(new NormalState.Unsettled(at, value, value, new double[0]), value);
            return new SampleScore(0, value, null);
        }
        s.remember(at, value);
        experts.weigh(at);
        Mean[] views = new Mean[VIEWS];
        double[] ratios = new double[VIEWS];
        for (int i = VIEWS - 1; i >= 0; i--) {
            views[i] = s.ringSize >= SPAN[i] ? mean(SPAN[i]) : Mean.NONE;
        }
        Mean now = views[0];
        double level = now.level();
        int strongest = 0;
        double chance = Math.clamp(settings.falseFiringsPerWeek() / VIEWS * s.interval / WEEK_MS, 1e-7, 2e-3);
        double normal = Math.sqrt(-2 * Math.log(chance));
        for (int i = 0; i < VIEWS; i++) {
            double size = Double.isNaN(views[i].z()) ? 0 : Math.abs(views[i].z());
            double limit = s.tails[i].limit(chance, LEAST * normal, MOST[i] * normal);
            ratios[i] = large(views[i], SPAN[i]) ? size / limit : Math.min(0.99, size / limit);
            strongest = ratios[i] > ratios[strongest] ? i : strongest;
        }
        double silence = s.silence.observe(value, level, s.noise) / ZeroRun.ENOUGH;
        double ratio = Math.max(ratios[strongest], silence);
        boolean known = warm();
        double score = (known ? 1 : 0.5) * (ratio < 1 ? 0.5 * ratio : 1 - 0.5 / ratio);
        double far = s.noise.known() && Math.abs(value - level) > FAR * now.sd() ? value - level : 0;
        s.daily.learn(at, far);
        s.weekly.learn(at, far);
        if (s.episode > 0) {
            goOn(at, value, now.z());
            return new SampleScore(score, level, null);
        }
        if (!s.noise.known()) {
            s.noise.learn(level, value - level, s.least(level));
        }
        if (ratio < 1 || !s.noise.known()) {
            learn(at, value, views);
            return new SampleScore(score, level, null);
        }
        s.begin(at, value);
        return new SampleScore(score, level,
                known ? reason(value, views, silence >= 1 && silence >= ratios[strongest] ? -1 : strongest) : null);
    }

    /// How the mean of the last samples stands to what was expected of them before the first of them came.
    ///
    /// @param value the mean
    /// @param level what was expected
    /// @param sd the usual scatter of such a mean
    /// @param z how far the mean is beyond the range of what was expected, in units of that
    private record Mean(double value, double level, double sd, double z) {

        static final Mean NONE = new Mean(0, 0, 1, Double.NaN);
    }

    private Mean mean(int span) {
        double sum = 0;
        double usual = 0;
        double beyond = 0;
        double scatter = 0;
        for (int i = span - 1; i >= 0; i--) {
            NormalState.Sample sample = s.ring[i];
            Experts.Range range = experts.range(sample.at(), s.anchors[span - 1], span - i);
            double sd = s.noise.at(range.level(), s.least(range.level()));
            sum += sample.value();
            usual += range.level();
            beyond += span == 1
                    ? range.beyond(sample.value())
                    : Math.clamp(range.beyond(sample.value()), -CLIP * sd, CLIP * sd);
            scatter += sd * sd;
        }
        return new Mean(sum / span, usual / span, Math.sqrt(scatter) / span, beyond / Math.sqrt(scatter));
    }

    private boolean large(Mean mean, int span) {
        double change = Math.abs(mean.value() - mean.level());
        return change >= settings.minChange() * Math.abs(mean.level())
                && (!s.whole || change >= settings.minCount() / Math.sqrt(span));
    }

    /// The further a sample is beyond what was expected, the less the level follows it: what may be the first sample of a change
    /// must not hide the second.
    private void learn(long at, double value, Mean[] views) {
        Mean now = views[0];
        experts.judge(value, now.sd());
        double[] sizes = Arrays.stream(views).mapToDouble(view -> Math.abs(view.z())).toArray();
        s.learn(new NormalState.Unsettled(at, value, now.level(), sizes),
                value - now.z() * now.sd() * (1 - Math.exp(-now.z() * now.z() / 8)));
    }

    /// While an anomaly goes on, nothing is learned. It ends when the series is back, or when the change has lasted so
    /// long that it is the new normal.
    private void goOn(long at, double value, double z) {
        s.episode++;
        s.back = Math.abs(z) < 3 ? s.back + 1 : 0;
        if (s.back >= 3) {
            s.end();
            return;
        }
        s.recent(at, value, RECENT);
        if (s.episode >= settings.adoptAfter()) {
            s.adopt(at);
            s.end();
        }
    }

    private String reason(double value, Mean[] views, int view) {
        String seen = Ranges.plain(Math.rint(value * 100) / 100);
        String normal = "%.4g".formatted(views[0].level());
        if (view < 0) {
            return "drop to nothing: %s for %d samples where about %s is normal".formatted(seen, s.silence.run(),
                    normal);
        }
        double difference = views[view].value() - views[view].level();
        if (view == 0) {
            return "%s: %s where about %s is normal, %.1f times the usual scatter of %.3g".formatted(
                    difference > 0 ? "spike" : "drop", seen, normal, Math.abs(difference) / views[0].sd(),
                    views[0].sd());
        }
        return "shift: %s, and the last %d samples are %.4g %s what is normal".formatted(seen, SPAN[view],
                Math.abs(difference), difference > 0 ? "above" : "below");
    }
}
