package ink.dreamnet.halo.strategy;

import java.util.Locale;
import java.util.Optional;

import ink.dreamnet.halo.weakpoint.WeakPoint;

/// Knows what could be done about a kind of weak point. To add one, make it a Spring bean; nothing else changes.
///
/// A strategy only proposes: what becomes of a proposal (one active task per weak point and strategy, approval,
/// dispatch) is decided elsewhere, the same way for all.
public interface Strategy {

    /// Proposes a repair, the mildest. Called for each weak point in each cycle that sees it, so it must be cheap, and it must
    /// not change anything.
    ///
    /// @param weakPoint an open or acknowledged weak point
    /// @return the repair, or empty where this strategy has nothing to offer for that weak point; never null
    Optional<Proposal> propose(WeakPoint weakPoint);

    /// Lists the repairs that this strategy has for a weak point, the mildest first. In each cycle it is asked for rung 0, 1, 2 …,
    /// until it answers empty or with a step that it has named already, for at most 10. Those that were verified as ineffective since
    /// the last one that helped are left out; which of the others comes first is decided by what helped before
    /// ([StrategyAdvisor]). So what a repair says must be true whether or not milder ones were tried.
    ///
    /// Each repair needs a name of its own, as `step` in its payload (otherwise its type is its name). [Ladder] makes that
    /// easy; a strategy without one has a single repair to offer.
    ///
    /// @param weakPoint as in [#propose(WeakPoint)]
    /// @param rung its place in that list, from 0 for the mildest
    /// @return the repair, or empty where this strategy has nothing (more) to offer; never null
    default Optional<Proposal> propose(WeakPoint weakPoint, int rung) {
        return rung == 0 ? propose(weakPoint) : Optional.empty();
    }

    /// The stable name of this strategy: lower-case words with hyphens, at most 63 characters. Two strategies of one name
    /// stop the start.
    ///
    /// @return by default the class name without `Strategy`: `ReviveAgentStrategy` is `revive-agent`
    default String name() {
        return getClass().getSimpleName().replaceFirst("Strategy$", "").replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT);
    }
}
