package ink.dreamnet.halo.analysis;

import java.util.Map;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;

/// An issue together with the analyzer that reported it, as it is recorded and as it travels.
///
/// @param id stable within its analyzer
/// @param analyzer the analyzer
/// @param code what kind of finding
/// @param severity its severity
/// @param subject what it is about
/// @param description one sentence for an operator
/// @param data the evidence
public record ReportedIssue(String id, String analyzer, String code, Severity severity, SubjectRef subject,
        String description, Map<String, Object> data) {

    public static ReportedIssue of(String analyzer, Issue issue) {
        return new ReportedIssue(issue.id(), analyzer, issue.code(), issue.severity(), issue.subject(),
                issue.description(), issue.data());
    }
}
