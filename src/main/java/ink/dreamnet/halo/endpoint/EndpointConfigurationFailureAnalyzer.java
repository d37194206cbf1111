package ink.dreamnet.halo.endpoint;

import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says in plain words, instead of a stack trace, why the declared endpoints stopped the start.
class EndpointConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<EndpointConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, EndpointConfigurationException cause) {
        String problems = cause.problems().stream().map(problem -> "  " + problem.field() + ": " + problem.message())
                .collect(Collectors.joining("\n"));
        return new FailureAnalysis("The endpoints that configuration declares are wrong:\n" + problems,
                "Correct each of these properties (docs/analyzers/endpoint-health.md says what is allowed).", cause);
    }
}
