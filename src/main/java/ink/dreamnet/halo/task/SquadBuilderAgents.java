package ink.dreamnet.halo.task;

import java.util.List;

/// Knows which agents DreamNet's Squad Builder can give work to. The module of agents implements it.
@FunctionalInterface
public interface SquadBuilderAgents {

    /// Who can do a task there.
    sealed interface Candidate {

        /// An agent can.
        ///
        /// @param agent its id, as Squad Builder has it
        record Online(String agent) implements Candidate {
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

    /// Finds an agent for a task.
    ///
    /// @param roles the roles that may do it, the best first, compared without regard to case
    Candidate candidate(List<String> roles);
}
