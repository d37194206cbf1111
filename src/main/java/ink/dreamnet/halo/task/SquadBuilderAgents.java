package ink.dreamnet.halo.task;

import java.util.List;

/// Knows which agents DreamNet's Squad Builder can give work to. The module of agents implements it.
public interface SquadBuilderAgents {

    /// Who can do a task there.
    sealed interface Candidate {

        /// Some agent can.
        ///
        /// @param role the best of the roles of which one can, as it was asked for
        record Online(String role) implements Candidate {
        }

        /// Nobody can now, by the latest list.
        ///
        /// @param reason why, as one sentence for the operator
        record Nobody(String reason) implements Candidate {
        }

        /// Not known: HALO has no list of its agents that is fresh enough to go by.
        ///
        /// @param reason why, as one sentence for the operator
        record Unknown(String reason) implements Candidate {
        }
    }

    /// Finds out whether anybody can do a task.
    ///
    /// @param roles the roles that may do it, the best first, compared without regard to case
    Candidate candidate(List<String> roles);

    /// Lists who can.
    ///
    /// @param role a role, compared without regard to case
    /// @return the ids, as Squad Builder has them, of the agents of that role that are online by its last list; perhaps thousands
    List<String> online(String role);
}
