package ink.dreamnet.halo.task;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// Why a repair was proposed rather than another one: what is known of each, as of the proposal.
///
/// @param sentence the reason, for an operator
/// @param chosen what is known of the repair that was proposed
/// @param alternatives what is known of the other repairs that the strategy has, the best first
/// @param leftOut the repairs that were not considered
/// @param propensity the probability with which it was chosen, 0 to 1; null where nothing was left to chance
public record Why(String sentence, Known chosen, List<Known> alternatives, List<LeftOut> leftOut,
        @Nullable Double propensity) {

    /// Copies the lists.
    public Why {
        alternatives = List.copyOf(alternatives);
        leftOut = List.copyOf(leftOut);
    }

    /// What is known of a repair where it is proposed now.
    ///
    /// @param step its name
    /// @param outcomes how many outcomes are known of it, for this kind of weak point and after the same failures
    /// @param effective in how many of them it helped
    /// @param harmful in how many of them it did harm
    /// @param success the expected share that helps here, 0 to 1; 0.5 where nothing is known
    /// @param lower the lower bound of the share that helps, 0 to 1: 95 %, at all times together
    /// @param upper its upper bound
    /// @param baseRate the share that heals without a repair, 0 to 1; null where nothing is known
    /// @param uplift by how much more heals with it, −1 to 1; null where there is nothing to compare with
    /// @param verdict `learning`, `proven` or `avoid`
    /// @param netBenefit by which the repairs are ordered: what it is expected to bring, less its cost and the harm that it does
    public record Known(String step, long outcomes, long effective, long harmful, double success, double lower,
            double upper, @Nullable Double baseRate, @Nullable Double uplift, String verdict, double netBenefit) {
    }

    /// A repair that was not considered.
    ///
    /// @param step its name
    /// @param reason why not, as one sentence
    public record LeftOut(String step, String reason) {
    }
}
