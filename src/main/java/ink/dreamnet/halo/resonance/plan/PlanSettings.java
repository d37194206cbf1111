package ink.dreamnet.halo.resonance.plan;

/// How subjects are planned. Either the budget or the delay is given, and the other one follows; where neither is, the budget is
/// [#DEFAULT_BUDGET].
///
/// @param adaptive whether a cycle may leave subjects out; otherwise all are due
/// @param cycleMs the time between two cycles, in ms, above 0
/// @param probeBudget the share of all looks that may be spent, above 0 and at most 1; NaN where it is not given
/// @param worstDelayMs the longest time that a subject may go without a look, in ms; 0 where it is not given
public record PlanSettings(boolean adaptive, long cycleMs, double probeBudget, long worstDelayMs) {

    /// What is spent where nothing is said: on the histories of public status pages outages are seen about as early with it as
    /// with all looks.
    public static final double DEFAULT_BUDGET = 0.6;

    /// @throws IllegalArgumentException where a value is out of its range, or both the budget and the delay are given
    public PlanSettings {
        if (cycleMs <= 0 || worstDelayMs < 0 || probeBudget <= 0 || probeBudget > 1) {
            throw new IllegalArgumentException("cycleMs %d, probeBudget %s and worstDelayMs %d are no plan".formatted(
                    cycleMs, probeBudget, worstDelayMs));
        }
        if (!Double.isNaN(probeBudget) && worstDelayMs > 0) {
            throw new IllegalArgumentException("probeBudget and worstDelayMs cannot both be given");
        }
        if (Double.isNaN(probeBudget) && worstDelayMs == 0) {
            probeBudget = DEFAULT_BUDGET;
        }
    }
}
