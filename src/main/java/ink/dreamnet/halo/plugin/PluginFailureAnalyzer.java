package ink.dreamnet.halo.plugin;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Reports a plug-in that stops the start as a description and an action, without a stack trace.
class PluginFailureAnalyzer extends AbstractFailureAnalyzer<PluginException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PluginException refused) {
        String description = refused.getMessage() == null ? "A plug-in cannot be used." : refused.getMessage();
        return new FailureAnalysis(description,
                "Remove the jar, or build it against this version of HALO for Java 25 and put what it needs beside it.",
                refused);
    }
}
