package ink.dreamnet.halo.adaptive;

/// What the experts of a [NormalState] expect together, as a range: each counts by how well it did of late, and what they
/// disagree about is not unusual.
final class Experts {

    private static final double STEP = 3;

    private final NormalState s;
    private final double[] weight = new double[NormalState.EXPERTS];
    private final double[] expected = new double[NormalState.EXPERTS];
    private double weights;

    Experts(NormalState state) {
        this.s = state;
    }

    /// What is normal at a time.
    ///
    /// @param low the least
    /// @param level the most likely
    /// @param high the most
    record Range(double low, double level, double high) {

        /// @return how far a value is from the range
        double beyond(double value) {
            return value < low ? value - low : Math.max(0, value - high);
        }
    }

    /// Weighs the experts that know the time.
    void weigh(long at) {
        weights = 0;
        for (int e = 0; e < NormalState.EXPERTS; e++) {
            weight[e] = s.knows(e, at) ? Math.pow(s.faults[e] + 0.05, -4) : 0;
            weights += weight[e];
        }
    }

    /// @param from what was known then
    /// @param ahead how many samples the time is after that
    Range range(long at, NormalState.Anchor from, int ahead) {
        double sum = 0;
        for (int e = 0; e < NormalState.EXPERTS; e++) {
            expected[e] = weight[e] > 0 ? s.expected(e, at, from, ahead) : 0;
            sum += weight[e] * expected[e];
        }
        double level = sum / weights;
        double disagreement = 0;
        for (int e = 0; e < NormalState.EXPERTS; e++) {
            disagreement += weight[e] * (expected[e] - level) * (expected[e] - level);
        }
        double doubt = Math.sqrt(disagreement / weights);
        double low = level - doubt;
        double high = level + doubt;
        double[] steps = s.steps(at, from);
        double scatter = STEP * s.noise.at(level, 0);
        low = steps[0] < level - scatter ? Math.min(low, steps[0]) : low;
        high = steps[1] > level + scatter ? Math.max(high, steps[1]) : high;
        double below = Math.min(s.daily.below(at), s.weekly.below(at));
        double above = Math.max(s.daily.above(at), s.weekly.above(at));
        return new Range(Math.min(low, level + below), level, Math.max(high, level + above));
    }

    /// Notes how far each was from a value, of which they last said what they expect.
    void judge(double value, double sd) {
        for (int e = 0; e < NormalState.EXPERTS; e++) {
            if (weight[e] > 0) {
                s.faults[e] += 0.01 * (Math.min(8, Math.abs(value - expected[e]) / sd) - s.faults[e]);
            }
        }
    }
}
