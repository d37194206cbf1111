package ink.dreamnet.halo.task;

import java.util.Optional;

/// Finds the squad that can do the work of an agent role. The module of agents implements it.
@FunctionalInterface
public interface SquadDirectory {

    /// Finds the squad for a role.
    ///
    /// @param role an agent role (`DeployKeeper`), compared without regard to case
    /// @return the id of a squad that has an agent of that role, one with a live agent before one without; empty where
    ///         there is none
    Optional<String> squadFor(String role);
}
