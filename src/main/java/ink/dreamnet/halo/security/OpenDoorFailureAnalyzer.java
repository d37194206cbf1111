package ink.dreamnet.halo.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Reports a refused start as a description and an action, without a stack trace.
class OpenDoorFailureAnalyzer extends AbstractFailureAnalyzer<OpenDoorException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, OpenDoorException refused) {
        String description = refused.getMessage() == null ? "The door is open" : refused.getMessage();
        return new FailureAnalysis(description, refused.action(), refused);
    }
}
