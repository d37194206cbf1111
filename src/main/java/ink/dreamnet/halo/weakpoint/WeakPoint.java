package ink.dreamnet.halo.weakpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.analysis.ReportedIssue;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// An issue that matters, followed over time. Its identity is analyzer + code + subject; severity, values and time are not
/// part of it.
///
/// @param id time-ordered
/// @param analyzer the analyzer that sees it
/// @param code the kind of finding
/// @param subject what it is about
/// @param severity the severity of the last issue
/// @param summary the last issue's description
/// @param state its state
/// @param firstSeenAt when this episode began
/// @param lastSeenAt when it was last seen
/// @param occurrences in how many cycles of this episode it was seen
/// @param recurrences how often it reopened within 24 hours after it was resolved
/// @param stale whether the last cycle that should have observed it could not
/// @param resolvedAt when it was resolved, or null
/// @param resolution why it was resolved (`observed-clean`, `observed-low`, `subject-removed`), or null
/// @param relatedIssues the issues on the same subject when it was last seen, at most 20: its own first, then the worst
/// @param data the last issue's evidence
/// @param suppressed whether no repairs are proposed and no one is notified for now
/// @param suppressedBy what, or null
/// @param rootId the open weak point that is its cause, because its subject depends on that one's; or null
/// @param flapping whether it is flapping
/// @param flappingPercent how much it changed within its last 21 observations, 0 to 100, one digit of fraction
/// @param snoozedUntil until when an operator snoozed it; null where it is not snoozed
/// @param taskDecision whether repairs were proposed when it was last observed, and why; null where it is resolved
/// @param afterDeploy the deploy shortly before it opened or reopened; null where there was none
public record WeakPoint(UUID id, String analyzer, String code, SubjectRef subject, Severity severity, String summary,
        WeakPointState state, Instant firstSeenAt, Instant lastSeenAt, int occurrences, int recurrences,
        boolean stale, @Nullable Instant resolvedAt, @Nullable String resolution, List<ReportedIssue> relatedIssues,
        Map<String, Object> data, boolean suppressed, @Nullable Suppression suppressedBy, @Nullable UUID rootId,
        boolean flapping, double flappingPercent, @Nullable Instant snoozedUntil,
        @Nullable TaskDecision taskDecision, @Nullable AfterDeploy afterDeploy) {

    /// A weak point that is not suppressed, not flapping, and about which nothing was decided yet.
    public WeakPoint(UUID id, String analyzer, String code, SubjectRef subject, Severity severity, String summary,
            WeakPointState state, Instant firstSeenAt, Instant lastSeenAt, int occurrences, int recurrences,
            boolean stale, @Nullable Instant resolvedAt, @Nullable String resolution, List<ReportedIssue> relatedIssues,
            Map<String, Object> data) {
        this(id, analyzer, code, subject, severity, summary, state, firstSeenAt, lastSeenAt, occurrences, recurrences,
                stale, resolvedAt, resolution, relatedIssues, data, false, null, null, false, 0, null, null, null);
    }

    /// @return whether it was closed because its subject is not watched any more
    public boolean subjectRemoved() {
        return WeakPoints.SUBJECT_REMOVED.equals(resolution);
    }
}
