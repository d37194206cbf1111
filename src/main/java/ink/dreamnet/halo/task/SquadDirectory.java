package ink.dreamnet.halo.task;

import java.util.List;

/// Finds the squads that can do the work of an agent role. The module of agents implements it.
@FunctionalInterface
public interface SquadDirectory {

    /// A squad that has an agent of a role.
    ///
    /// @param id its id
    /// @param live whether such an agent of it is alive
    record Candidate(String id, boolean live) {
    }

    /// Finds the squads for a role.
    ///
    /// @param role an agent role (`DeployKeeper`), compared without regard to case
    /// @return the squads that have an agent of that role, each once; none where there is none
    List<Candidate> squadsFor(String role);
}
