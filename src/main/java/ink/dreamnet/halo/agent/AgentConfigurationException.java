package ink.dreamnet.halo.agent;

import java.util.List;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;

/// Thrown at the start where the agents that the configuration declares are wrong.
final class AgentConfigurationException extends InvalidInputException {

    /// @param problems at least one; their fields are the names of properties
    AgentConfigurationException(List<FieldProblem> problems) {
        super(problems);
    }
}
