package ink.dreamnet.halo.strategy;

import java.util.List;

import ink.dreamnet.halo.task.Why;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.jspecify.annotations.Nullable;

/// Decides which of the repairs that a strategy has for a weak point is proposed first. The module of memory implements it.
///
/// It changes the order alone: whether a repair is proposed, approved or sent does not depend on it. It is asked within the
/// transaction of the cycle, and sees what the cycle has recorded so far. Where it fails, or does not choose one of the offers, the
/// mildest is proposed. It must not end or mark that transaction, so it is not transactional itself.
@FunctionalInterface
public interface StrategyAdvisor {

    /// A choice to make.
    ///
    /// @param weakPoint what is to be repaired
    /// @param strategy the name of the strategy
    /// @param failedBefore the steps that did not help since the last one that did, in their order; they are not offered again
    /// @param offers the repairs to choose from, the mildest first; at least one
    record Choice(WeakPoint weakPoint, String strategy, List<String> failedBefore, List<Offer> offers) {

        /// Copies the lists.
        public Choice {
            failedBefore = List.copyOf(failedBefore);
            offers = List.copyOf(offers);
        }
    }

    /// A repair to choose.
    ///
    /// @param step its name
    /// @param rung its place on the strategy's ladder, from 0 for the mildest
    /// @param type the task type
    record Offer(String step, int rung, String type) {
    }

    /// What to propose.
    ///
    /// @param step the name of one of the offers
    /// @param why the reason; null where nothing is known
    record Advice(String step, @Nullable Why why) {
    }

    /// Decides all choices of a cycle at once, so that the number of queries does not grow with them. The same record of the
    /// past gives the same advice.
    ///
    /// @return an advice for each choice, in the same order
    List<Advice> advise(List<Choice> choices);
}
