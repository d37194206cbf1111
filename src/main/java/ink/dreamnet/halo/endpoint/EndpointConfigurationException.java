package ink.dreamnet.halo.endpoint;

import java.util.List;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;

/// Thrown at the start where the endpoints that configuration declares are wrong.
final class EndpointConfigurationException extends InvalidInputException {

    /// @param problems at least one; their fields are the names of properties
    EndpointConfigurationException(List<FieldProblem> problems) {
        super(problems);
    }
}
