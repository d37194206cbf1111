package ink.dreamnet.halo.resonance.plan;

/// How subjects are planned.
///
/// @param adaptive whether a cycle may leave subjects out; otherwise all are due
/// @param cycleMs the time between two cycles, in ms
/// @param probeBudget the share of all looks that may be spent, above 0 and at most 1; NaN where the delay is given
/// @param worstDelayMs the longest time that a subject may go without a look, in ms; 0 where the budget is given
public record PlanSettings(boolean adaptive, long cycleMs, double probeBudget, long worstDelayMs) {
}
