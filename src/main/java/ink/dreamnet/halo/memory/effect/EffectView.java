package ink.dreamnet.halo.memory.effect;

import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.memory.ledger.Decision;
import ink.dreamnet.halo.memory.ledger.Verdict;
import org.jspecify.annotations.Nullable;

/// What one repair of a strategy achieved, as others see it. All intervals hold with 95 % at all times together: they may be
/// read after every outcome.
///
/// @param id its name in lists
/// @param strategy the strategy
/// @param code the kind of weak point
/// @param step which of the strategy's repairs
/// @param failedBefore the steps that had not helped before; what is known of it holds only after the same failures
/// @param verdict what to do with it
/// @param reason why; null while HALO is learning
/// @param decided what was decided about it, and how often
/// @param outcomes what was found out of it, and how often
/// @param cameBack how often the weak point was there again within 24 hours after it had helped
/// @param success how often it helps and lasts
/// @param harm how often it does harm
/// @param baseRate what heals without anybody
/// @param uplift by how much more heals with it
/// @param evidence the e-values behind the verdict
public record EffectView(String id, String strategy, String code, String step, List<String> failedBefore,
        Standing verdict,
        @Nullable String reason, Map<Decision, Integer> decided, Map<Verdict, Integer> outcomes, int cameBack,
        Success success, Harm harm, @Nullable BaseRate baseRate, @Nullable Uplift uplift, Evidence evidence) {

    /// How often a repair helped.
    ///
    /// @param expected the share that is expected to help now: older outcomes count less, and what is known of the strategy
    ///        elsewhere counts a little; 0.5 where nothing is known
    /// @param lower the lower bound of the share that helps and lasts
    /// @param upper the upper bound
    /// @param successes how many helped and lasted, since the last change that was found
    /// @param failures how many did not, since the last change that was found
    /// @param pending how many helped, and may still come back
    public record Success(double expected, double lower, double upper, long successes, long failures, int pending) {
    }

    /// How often a repair did harm.
    ///
    /// @param count how often
    /// @param upper the upper bound of the share; 1 where nothing is known
    public record Harm(int count, double upper) {
    }

    /// What heals without anybody.
    ///
    /// @param share the share that heals within the horizon without a repair
    /// @param weakPoints by how many weak points that goes; those of which only a part of the horizon is known count as that part
    public record BaseRate(double share, double weakPoints) {
    }

    /// By how much more heals with a repair.
    ///
    /// @param difference the share that heals with it less the share that heals without it, under alike conditions, −1 to 1
    /// @param lower the lower bound
    /// @param upper the upper bound
    /// @param treated how many repaired weak points were observed to the end of the horizon
    /// @param comparable the share of these for which there are others in alike conditions, 0 to 1
    public record Uplift(double difference, double lower, double upper, double treated, double comparable) {
    }

    /// The e-values behind a verdict.
    ///
    /// @param proven the e-value for more than 80 % success; proven from 20
    /// @param avoid the e-value for less than 30 %; to be avoided from 20
    public record Evidence(double proven, double avoid) {
    }
}
