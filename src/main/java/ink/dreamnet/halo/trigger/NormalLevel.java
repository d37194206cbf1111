package ink.dreamnet.halo.trigger;

/// Learns the normal level of one series of counts, its daily and weekly rhythm and its noise, sample by sample with a state
/// of fixed size, and tells a change of it: a spike, a drop, nothing at all, a shift of the level.
///
/// Three experts say what comes next: the week's rhythm and the day's rhythm, both scaled to the present level, and the level
/// of the last minutes with its trend. What none of those that do well expected is unusual. How unusual it must be to mean
/// something is learned from the series itself, for single samples and for the means of three and of five. A change is not
/// learned from until it has lasted; then it is the new normal. docs/triggers.md has the formulas.
final class NormalLevel {

    private static final int VIEWS = 3;
    private static final int[] SPAN = {1, 3, 5};
    private static final double[] LEAST = {5, 5, 5};
    private static final double[] MOST = {10, 8, 8};
    private static final int RECENT = 10;
    private static final double CLIP = 8;
    private static final double DOUBT = 1;
    private static final double STEP = 3;
    private static final double BOUND = 2;
    private static final int LEAST_SAMPLES = 60;
    private static final double WEEK_MS = 7 * 86_400_000.0;

    private final Adaptive settings;
    private final NormalState s;
    private final double[] expected = new double[NormalState.EXPERTS];
    private final double[] residuals = new double[NormalState.EXPERTS];
    private final double[] weight = new double[NormalState.EXPERTS];
    private double level;

    NormalLevel(Adaptive settings, NormalState state) {
        this.settings = settings;
        this.s = state;
    }

    NormalState state() {
        return s;
    }

    /// @return whether an unusual time goes on
    boolean unusual() {
        return s.episode > 0;
    }

    /// @return whether it has learned long enough to fire
    boolean warm() {
        return s.samples >= LEAST_SAMPLES && s.lastAt - s.firstAt >= settings.warmUp().toMillis();
    }

    /// Takes the next sample.
    ///
    /// @param at its time, in milliseconds since 1970, after that of the one before
    Verdict observe(long at, double value) {
        s.time(at);
        s.samples++;
        s.whole = s.whole && value == Math.rint(value);
        if (s.samples <= 5) {
            learnAll(at, value, value, 0);
            return new Verdict(0, value, null);
        }
        double residual = residual(at, value);
        double least = s.whole ? 0.75 : 1e-6 + 1e-3 * Math.abs(level) / Math.sqrt(Math.abs(level) + 1);
        double sd = s.noise.at(level, least);
        s.remember(Math.clamp(residual / sd, -CLIP, CLIP), value - level, level, residual / sd);
        double[] views = new double[VIEWS];
        double[] ratios = new double[VIEWS];
        int strongest = 0;
        double chance = Math.clamp(settings.falseFiringsPerWeek() / VIEWS * s.interval / WEEK_MS, 1e-7, 2e-3);
        for (int i = 0; i < VIEWS; i++) {
            views[i] = i == 0 ? Math.abs(residual / sd) : s.mean(SPAN[i]) * Math.sqrt(SPAN[i]);
            double limit = s.tails[i].limit(chance, LEAST[i], MOST[i]);
            ratios[i] = large(i) ? views[i] / limit : Math.min(0.99, views[i] / limit);
            strongest = ratios[i] > ratios[strongest] ? i : strongest;
        }
        double silence = s.silence.observe(value, level) / Silence.ENOUGH;
        double ratio = Math.max(ratios[strongest], silence);
        boolean known = warm();
        double score = (known ? 1 : 0.5) * (ratio < 1 ? 0.5 * ratio : 1 - 0.5 / ratio);
        if (s.episode > 0) {
            goOn(at, value, residual / sd);
            return new Verdict(score, level, null);
        }
        if (ratio < 1) {
            for (int i = 0; i < VIEWS; i++) {
                s.tails[i].learn(views[i], Math.clamp(s.samples / 2.0, 1000, 20_000));
            }
            learnAll(at, value, value - residual, sd);
            s.noise.learn(level, value - level, least);
            return new Verdict(score, level, null);
        }
        s.begin(at, value);
        return new Verdict(score, level,
                known ? reason(value, level, silence >= 1 && silence >= ratios[strongest] ? -1 : strongest, sd) : null);
    }

    private boolean large(int view) {
        double change = Math.abs(s.meanDifference(SPAN[view]));
        return change >= settings.minChange() * Math.abs(s.meanLevel(SPAN[view]))
                && (!s.whole || change >= settings.minCount() / Math.sqrt(SPAN[view]));
    }

    /// Weighs the experts by how well they did, and says what they expect together.
    ///
    /// @return how far the value is from the range of what they expect
    private double residual(long at, double value) {
        double weights = 0;
        double sum = 0;
        for (int e = 0; e < NormalState.EXPERTS; e++) {
            weight[e] = 0;
            residuals[e] = Double.NaN;
            if (s.knows(e, at)) {
                expected[e] = s.expected(e, at);
                residuals[e] = value - expected[e];
                weight[e] = Math.pow(s.faults[e] + 0.05, -4);
                weights += weight[e];
                sum += weight[e] * expected[e];
            }
        }
        level = sum / weights;
        double disagreement = 0;
        for (int e = 0; e < NormalState.EXPERTS; e++) {
            if (weight[e] > 0) {
                disagreement += weight[e] * Math.pow(expected[e] - level, 2);
            }
        }
        double doubt = DOUBT * Math.sqrt(disagreement / weights);
        double low = level - doubt;
        double high = level + doubt;
        double[] steps = s.steps(at);
        double scatter = STEP * s.noise.at(level, 0);
        low = steps[0] < level - scatter ? Math.min(low, steps[0]) : low;
        high = steps[1] > level + scatter ? Math.max(high, steps[1]) : high;
        return value < low ? value - low : Math.max(0, value - high);
    }

    private void learnAll(long at, double value, double usual, double sd) {
        double bounded = sd == 0 ? value : Math.clamp(value, usual - BOUND * sd, usual + BOUND * sd);
        for (int e = 0; e < NormalState.EXPERTS; e++) {
            if (sd > 0 && !Double.isNaN(residuals[e])) {
                s.faults[e] += 0.01 * (Math.min(8, Math.abs(residuals[e]) / sd) - s.faults[e]);
            }
        }
        s.learn(at, value, bounded);
    }

    /// While something unusual goes on, nothing is learned. It ends when the series is back, or when the change has lasted so
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

    private String reason(double value, double level, int view, double sd) {
        String seen = Ranges.plain(Math.rint(value * 100) / 100);
        String normal = "%.4g".formatted(level);
        if (view < 0) {
            return "drop to nothing: %s for %d samples where about %s is normal".formatted(seen, s.silence.run(),
                    normal);
        }
        double difference = s.meanDifference(SPAN[view]);
        if (view == 0) {
            return "%s: %s where about %s is normal, %.1f times the usual scatter of %.3g".formatted(
                    difference > 0 ? "spike" : "drop", seen, normal, Math.abs(value - level) / sd, sd);
        }
        return "shift: %s, and the last %d samples are %.4g %s what is normal".formatted(seen, SPAN[view],
                Math.abs(difference), difference > 0 ? "above" : "below");
    }
}
