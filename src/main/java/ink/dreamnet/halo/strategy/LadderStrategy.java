package ink.dreamnet.halo.strategy;

import java.util.Optional;

import ink.dreamnet.halo.weakpoint.WeakPoint;

/// A strategy whose repairs are the steps of a [Ladder].
public interface LadderStrategy extends Strategy {

    @Override
    default Optional<Proposal> propose(WeakPoint weakPoint) {
        return propose(weakPoint, 0);
    }

    @Override
    Optional<Proposal> propose(WeakPoint weakPoint, int rung);
}
