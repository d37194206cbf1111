package ink.dreamnet.halo.registry;

import java.util.Map;

/// Knows which agents the squads list as their members. The module of squads implements it.
@FunctionalInterface
public interface SquadMembers {

    /// @return the squad of each agent that one lists; of several the one with the smallest id
    Map<String, String> squadByAgent();
}
