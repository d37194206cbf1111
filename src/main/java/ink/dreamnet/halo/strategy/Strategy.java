package ink.dreamnet.halo.strategy;

import java.util.Locale;
import java.util.Optional;

import ink.dreamnet.halo.weakpoint.WeakPoint;

/// Knows what could be done about a kind of weak point. To add one, make it a Spring bean; nothing else changes.
///
/// A strategy only proposes: what becomes of a proposal (one active task per weak point and strategy, approval,
/// dispatch) is decided elsewhere, the same way for all.
public interface Strategy {

    /// Proposes a repair. Called once for each weak point in each cycle that sees it, so it must be cheap, and it must not
    /// change anything.
    ///
    /// @param weakPoint an open or acknowledged weak point
    /// @return the repair, or empty where this strategy has nothing to offer for that weak point; never null
    Optional<Proposal> propose(WeakPoint weakPoint);

    /// Proposes what comes after repairs that did not help. [Ladder] makes that easy; a strategy without one has a single
    /// repair to offer.
    ///
    /// @param weakPoint as in [#propose(WeakPoint)]
    /// @param rung how many repairs of this strategy were verified as ineffective since the last one that helped, from 0
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
