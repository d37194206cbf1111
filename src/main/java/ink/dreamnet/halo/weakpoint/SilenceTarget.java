package ink.dreamnet.halo.weakpoint;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectDirectory;

/// What a silence can match of a weak point.
///
/// @param identity what makes it the same one
/// @param severity its severity
/// @param facts what is declared of its subject
record SilenceTarget(Identity identity, Severity severity, SubjectDirectory.Facts facts) {

    /// @param name a name that [Matcher] knows
    /// @return the value of that name; empty where there is none
    String value(String name) {
        return switch (name) {
            case "subject" -> identity.subject().toString();
            case "kind" -> identity.subject().kind().wire();
            case "analyzer" -> identity.analyzer();
            case "code" -> identity.code();
            case "severity" -> severity.wire();
            case "squad" -> facts.squad() == null ? "" : facts.squad();
            default -> facts.labels().getOrDefault(name.substring(Matcher.LABELS.length()), "");
        };
    }
}
