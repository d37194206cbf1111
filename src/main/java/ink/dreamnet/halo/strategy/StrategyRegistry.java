package ink.dreamnet.halo.strategy;

import java.util.Map;

import ink.dreamnet.halo.core.StableNames;
import ink.dreamnet.halo.core.StartRefusedException;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.stereotype.Component;

/// All strategies, by their names.
@Component
public class StrategyRegistry {

    private final Map<String, Strategy> byName;

    /// @throws StartRefusedException where a name is not allowed or taken twice
    StrategyRegistry(ListableBeanFactory beans) {
        this.byName = StableNames.index("strategy", beans.getBeansOfType(Strategy.class), Strategy::name);
    }

    /// @return the strategies by their names, in the order of their beans
    public Map<String, Strategy> all() {
        return byName;
    }
}
