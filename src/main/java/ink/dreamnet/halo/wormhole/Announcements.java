package ink.dreamnet.halo.wormhole;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import ink.dreamnet.halo.audit.AuditBroken;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.cycle.CycleRecorded;
import ink.dreamnet.halo.cycle.CycleSummary;
import ink.dreamnet.halo.event.EventSeverity;
import ink.dreamnet.halo.event.EventType;
import ink.dreamnet.halo.resonance.Insight;
import ink.dreamnet.halo.resonance.InsightsRaised;
import ink.dreamnet.halo.task.RepairStep;
import ink.dreamnet.halo.task.TaskAction;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.TasksChanged;
import ink.dreamnet.halo.task.budget.BudgetExhausted;
import ink.dreamnet.halo.task.verification.StrategyStop;
import ink.dreamnet.halo.task.verification.StrategyStopped;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointsChanged;
import ink.dreamnet.halo.weakpoint.WeakPointsChanged.Kind;
import org.jspecify.annotations.Nullable;

/// Turns what the other rooms publish into events for others. Without side effects.
final class Announcements {

    private Announcements() {
    }

    /// An event before it is staged.
    ///
    /// @param subject the CloudEvents `subject`; null where it concerns the whole loop
    /// @param watched the watched subject that it concerns, or null
    /// @param data its members; those that are null are left out
    /// @param dreamNet what is different of it in DreamNet's form, or null
    record Announcement(EventType type, EventSeverity severity, @Nullable String subject, @Nullable SubjectRef watched,
            Map<String, @Nullable Object> data, @Nullable DreamNetPart dreamNet) {

        Announcement(EventType type, EventSeverity severity, @Nullable String subject, @Nullable SubjectRef watched,
                Map<String, @Nullable Object> data) {
            this(type, severity, subject, watched, data, null);
        }
    }

    /// What DreamNet's services read of an event.
    ///
    /// @param payload its members; those that are null are left out
    record DreamNetPart(EventSeverity severity, Map<String, @Nullable Object> payload) {
    }

    static List<Announcement> of(WeakPointsChanged changed) {
        List<Announcement> announcements = new ArrayList<>();
        for (WeakPointsChanged.Change change : changed.changes()) {
            WeakPoint point = change.weakPoint();
            Map<String, @Nullable Object> data = data(change, changed);
            types(change).forEach(type -> announcements.add(new Announcement(type,
                    change.kind() == Kind.RESOLVED ? EventSeverity.INFO : EventSeverity.of(point.severity()),
                    point.subject().toString(), point.subject(), data,
                    type == EventType.WEAKPOINT_CRITICAL ? critical(point) : null)));
        }
        return announcements;
    }

    private static DreamNetPart critical(WeakPoint point) {
        Map<String, Object> weakPoint = new LinkedHashMap<>();
        weakPoint.put("id", point.id());
        weakPoint.put("severity", point.severity());
        weakPoint.put("summary", point.summary());
        weakPoint.put("relatedIssues", point.relatedIssues());
        return new DreamNetPart(EventSeverity.CRITICAL, Map.of("weakpoint", weakPoint));
    }

    private static Stream<EventType> types(WeakPointsChanged.Change change) {
        EventType type = switch (change.kind()) {
            case OPENED, REOPENED -> EventType.WEAKPOINT_OPENED;
            case WORSENED -> EventType.WEAKPOINT_WORSENED;
            case RESOLVED -> EventType.WEAKPOINT_RESOLVED;
        };
        return change.kind() != Kind.RESOLVED && change.weakPoint().severity() == Severity.CRITICAL
                ? Stream.of(type, EventType.WEAKPOINT_CRITICAL)
                : Stream.of(type);
    }

    private static Map<String, @Nullable Object> data(WeakPointsChanged.Change change, WeakPointsChanged changed) {
        WeakPoint point = change.weakPoint();
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("weakPointId", point.id());
        data.put("change", change.kind());
        data.put("analyzer", point.analyzer());
        data.put("code", point.code());
        data.put("subject", point.subject());
        data.put("severity", point.severity());
        data.put("before", change.before());
        data.put("worst", change.worst());
        data.put("summary", point.summary());
        data.put("state", point.state());
        data.put("firstSeenAt", point.firstSeenAt());
        data.put("lastSeenAt", point.lastSeenAt());
        data.put("occurrences", point.occurrences());
        data.put("recurrences", point.recurrences());
        data.put("flapping", point.flapping());
        data.put("rootId", point.rootId());
        data.put("afterDeploy", point.afterDeploy());
        data.put("resolvedAt", point.resolvedAt());
        data.put("resolution", point.resolution());
        data.put("cycleId", changed.cycleId());
        return data;
    }

    /// @return empty for internal changes, such as an edit or a lease
    static List<Announcement> of(TasksChanged changed) {
        return changed.changes().stream().flatMap(change -> of(changed.actor(), change).stream()).toList();
    }

    private static List<Announcement> of(String actor, TasksChanged.Change change) {
        return type(change.action()).map(type -> announcement(type, actor, change)).stream().toList();
    }

    private static Optional<EventType> type(TaskAction action) {
        return switch (action) {
            case PROPOSED -> Optional.of(EventType.TASK_PROPOSED);
            case APPROVED -> Optional.of(EventType.TASK_APPROVED);
            case DISPATCHED -> Optional.of(EventType.TASK_DISPATCHED);
            case FAILED -> Optional.of(EventType.TASK_FAILED);
            case SUCCEEDED, DEAD_LETTER -> Optional.of(EventType.TASK_COMPLETED);
            case VERIFIED -> Optional.of(EventType.TASK_VERIFIED);
            case REJECTED -> Optional.of(EventType.TASK_REJECTED);
            case EXPIRED -> Optional.of(EventType.TASK_EXPIRED);
            case CANCELLED -> Optional.of(EventType.TASK_CANCELLED);
            case SEVERITY_RAISED, EDITED, APPROVAL_GIVEN, APPROVAL_LAPSED, APPROVAL_WITHHELD, MOOT, LEASED, ACCEPTED,
                    RETRIED ->
                Optional.empty();
        };
    }

    private static Announcement announcement(EventType type, String actor, TasksChanged.Change change) {
        TasksChanged.Snapshot task = change.task();
        TaskView.Proposal proposal = task.proposal();
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("taskId", task.id());
        data.put("type", task.type());
        data.put("status", task.status());
        data.put("from", change.from());
        data.put("reason", change.reason());
        data.put("actor", actor);
        data.put("outcome", type == EventType.TASK_COMPLETED ? task.status() : null);
        data.put("verification", task.verification());
        data.put("priority", task.priority());
        data.put("severity", proposal.severity());
        data.put("strategy", proposal.strategy());
        data.put("weakPointId", proposal.weakPointId());
        data.put("subject", proposal.subject());
        data.put("targetAgents", task.targetAgents());
        data.put("squadId", proposal.squadId());
        data.put("cycleId", proposal.cycleId());
        data.put("runs", task.runs());
        return new Announcement(type, severity(change), proposal.subject().toString(), proposal.subject(), data);
    }

    private static EventSeverity severity(TasksChanged.Change change) {
        if (change.action() == TaskAction.FAILED || change.action() == TaskAction.DEAD_LETTER) {
            return EventSeverity.WARNING;
        }
        return switch (change.action() == TaskAction.VERIFIED ? change.task().verification() : null) {
            case HARMFUL -> EventSeverity.CRITICAL;
            case INEFFECTIVE -> EventSeverity.WARNING;
            case EFFECTIVE, INCONCLUSIVE -> EventSeverity.INFO;
            case null -> EventSeverity.INFO;
        };
    }

    /// @return whether people are called by a change
    static boolean pages(TasksChanged.Change change) {
        return change.action() == TaskAction.DISPATCHED
                && change.task().proposal().step().equals(RepairStep.PAGE_HUMAN);
    }

    /// @param task what calls them
    /// @param point what it is about; null where that is not kept
    static Announcement page(TasksChanged.Snapshot task, @Nullable WeakPoint point) {
        TaskView.Proposal proposal = task.proposal();
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("taskId", task.id());
        data.put("weakPointId", proposal.weakPointId());
        data.put("code", proposal.code());
        data.put("subject", proposal.subject());
        data.put("severity", point == null ? proposal.severity() : point.severity());
        data.put("summary", point == null ? proposal.code() : point.summary());
        data.put("firstSeenAt", point == null ? null : point.firstSeenAt());
        data.put("strategy", proposal.strategy());
        data.put("failedBefore", proposal.failedBefore());
        return new Announcement(EventType.PAGE, EventSeverity.CRITICAL, proposal.subject().toString(),
                proposal.subject(), data);
    }

    static Announcement of(StrategyStopped stopped) {
        StrategyStop stop = stopped.stop();
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("strategy", stop.strategy());
        data.put("code", stop.code());
        data.put("reason", stop.reason());
        data.put("taskId", stop.taskId());
        data.put("subject", stopped.subject());
        data.put("stoppedAt", stop.stoppedAt());
        return new Announcement(EventType.STRATEGY_STOPPED, EventSeverity.ERROR, "strategy:" + stop.strategy(),
                stopped.subject(), data);
    }

    static Announcement of(AuditBroken broken) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("reason", broken.reason());
        data.put("link", broken.link());
        data.put("foundAt", broken.at());
        return new Announcement(EventType.AUDIT_BROKEN, EventSeverity.CRITICAL, "audit", null, data);
    }

    static List<Announcement> of(CycleRecorded recorded) {
        CycleSummary cycle = recorded.cycle();
        CycleRecorded.Seen seen = recorded.seen();
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("cycleId", cycle.id());
        data.put("startedAt", cycle.timestamp());
        data.put("durationMs", cycle.durationMs());
        data.put("mode", cycle.mode());
        data.put("triggers", cycle.triggers());
        data.put("reason", cycle.reason());
        data.put("summary", cycle.summary());
        data.put("issues", cycle.issueCount());
        data.put("weakPoints",
                Map.of("critical", seen.critical(), "high", seen.high(), "medium", seen.medium(), "total",
                        seen.critical() + seen.high() + seen.medium()));
        data.put("opened", recorded.opened());
        data.put("reopened", recorded.reopened());
        data.put("resolved", recorded.resolved());
        data.put("tasks", cycle.taskCount());
        List<Announcement> announcements = new ArrayList<>();
        for (CycleRecorded.Doubt doubt : recorded.doubts()) {
            announcements.add(new Announcement(EventType.OBSERVER_SUSPECT, EventSeverity.WARNING,
                    "analyzer:" + doubt.analyzer(), null, new LinkedHashMap<>(Map.of("analyzer", doubt.analyzer(),
                            "reason", doubt.reason(), "cycleId", cycle.id()))));
        }
        announcements.add(new Announcement(EventType.CYCLE_COMPLETED, EventSeverity.INFO, null, null, data,
                completed(recorded)));
        return announcements;
    }

    /// DreamNet's Memory DNA changes the traits of `primarySquadId` by these numbers.
    private static DreamNetPart completed(CycleRecorded recorded) {
        CycleSummary cycle = recorded.cycle();
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        // DreamNet counts here the issues that became weak points
        payload.put("issuesFound", cycle.weakPointCount());
        payload.put("tasksGenerated", cycle.taskCount());
        payload.put("primarySquadId", recorded.squad());
        return new DreamNetPart(cycle.weakPointCount() > 0 ? EventSeverity.WARNING : EventSeverity.INFO, payload);
    }

    static List<Announcement> of(InsightsRaised raised) {
        return raised.insights().stream().map(Announcements::of).toList();
    }

    private static Announcement of(Insight insight) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("insightId", insight.id());
        data.put("pattern", insight.pattern());
        data.put("summary", insight.sentence());
        data.put("severity", insight.severity());
        data.put("subjects", insight.subjects());
        data.put("evidence", insight.evidence());
        data.put("suggestedActions", insight.suggestedActions());
        data.put("firstSeenAt", insight.firstSeenAt());
        SubjectRef first = insight.subjects().isEmpty() ? null : insight.subjects().getFirst();
        return new Announcement(EventType.INSIGHT_RAISED, EventSeverity.of(insight.severity()),
                first == null ? null : first.toString(), first, data);
    }

    static Announcement of(BudgetExhausted exhausted) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("budget", exhausted.blocked().by());
        data.put("reason", exhausted.blocked().reason());
        data.put("until", exhausted.blocked().until());
        data.put("taskId", exhausted.taskId());
        data.put("subject", exhausted.subject());
        data.put("squadId", exhausted.squadId());
        return new Announcement(EventType.BUDGET_EXHAUSTED, EventSeverity.WARNING,
                "budget:" + exhausted.blocked().by(), exhausted.subject(), data);
    }
}
