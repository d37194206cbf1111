package ink.dreamnet.halo.resonance.dreamnet;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.Insight;

/// An insight in the form of DreamNet's `resonance-core`.
///
/// @param id the same for the same pattern of the same entities
/// @param createdAt since when it holds
/// @param pattern the name of the pattern
/// @param description one sentence
/// @param suggestedActions what could be done; may be empty, never absent
/// @param entityType what it is about
/// @param entityIds which of them
/// @param severity `low`, `medium` or `high`: DreamNet's clients show anything else as if it were good
record DreamNetInsight(UUID id, Instant createdAt, String pattern, String description, List<String> suggestedActions,
        String entityType, List<String> entityIds, String severity) {

    static DreamNetInsight of(Insight insight) {
        SubjectKind kind = insight.subjects().isEmpty() ? SubjectKind.ENDPOINT : insight.subjects().getFirst().kind();
        // DreamNet's form has one type for all entities
        return new DreamNetInsight(insight.id(), insight.firstSeenAt(), insight.pattern(), insight.sentence(),
                insight.suggestedActions(), kind.wire(),
                insight.subjects().stream().filter(subject -> subject.kind() == kind).map(SubjectRef::id).toList(),
                severity(insight.severity()));
    }

    static DreamNetInsight of(String pattern, String description, String action, String type, List<String> ids,
            Severity severity, Instant since) {
        UUID id = UUID.nameUUIDFromBytes((pattern + "\n" + String.join("\n", ids)).getBytes(StandardCharsets.UTF_8));
        return new DreamNetInsight(id, since, pattern, description, List.of(action), type, ids, severity(severity));
    }

    private static String severity(Severity severity) {
        return severity == Severity.CRITICAL ? Severity.HIGH.wire() : severity.wire();
    }
}
