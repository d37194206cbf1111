package ink.dreamnet.halo.task;

import java.util.Optional;

/// Finds the agents that may lease work. The module of agents implements it.
@FunctionalInterface
public interface AgentDirectory {

    /// What an agent is there for.
    ///
    /// @param role its role (`DeployKeeper`)
    /// @param paused whether an operator put it aside
    record Post(String role, boolean paused) {
    }

    /// @param agent an agent's id
    /// @return empty where there is no such agent
    Optional<Post> postOf(String agent);
}
