package ink.dreamnet.halo.agent;

import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says in plain words, instead of a stack trace, why the declared agents stopped the start.
class AgentConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<AgentConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, AgentConfigurationException cause) {
        String problems = cause.problems().stream().map(problem -> "  " + problem.field() + ": " + problem.message())
                .collect(Collectors.joining("\n"));
        return new FailureAnalysis("The agents that configuration declares are wrong:\n" + problems,
                "Correct each of these properties (docs/analyzers/agent-health.md says what is allowed).", cause);
    }
}
