package ink.dreamnet.halo.strategy;

import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.strategy.Offers.Offer;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.springframework.stereotype.Component;

/// Shows all repairs that the strategies have for a weak point, whatever was tried before.
@Component
public class RepairLadders {

    private final StrategyRegistry strategies;

    RepairLadders(StrategyRegistry strategies) {
        this.strategies = strategies;
    }

    /// The repairs of one strategy.
    ///
    /// @param strategy its name
    /// @param steps the mildest first, at least one
    public record Repairs(String strategy, List<Step> steps) {
    }

    /// One repair.
    ///
    /// @param name its name
    /// @param rung its place, from 0
    /// @param proposal what it is, as long as nothing failed before
    public record Step(String name, int rung, Proposal proposal) {
    }

    /// @return the repairs of each strategy that has any; one that fails is logged and left out
    public List<Repairs> of(WeakPoint weakPoint) {
        Offers offers = new Offers();
        List<Repairs> all = new ArrayList<>();
        strategies.all().forEach((name, strategy) -> {
            List<Offer> steps = offers.of(name, strategy, weakPoint);
            if (!steps.isEmpty()) {
                all.add(new Repairs(name, steps.stream()
                        .map(step -> new Step(step.step(), step.rung(), step.proposal())).toList()));
            }
        });
        return all;
    }
}
