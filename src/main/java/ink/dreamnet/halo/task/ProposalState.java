package ink.dreamnet.halo.task;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;

import ink.dreamnet.halo.core.JsonListConverter;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// The part of a task's row that says what is to be done, about what, and for which squad. It changes only by the task.
@Embeddable
class ProposalState {

    private String type;
    @Enumerated(EnumType.STRING)
    private Priority priority;
    @Convert(converter = JsonListConverter.class)
    @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
    private List<String> targetAgents;
    @Convert(converter = PayloadConverter.class)
    @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
    private Map<String, Object> payload;
    private String contentHash;
    private String strategy;
    private String step;
    private int rung;
    @Convert(converter = JsonListConverter.class)
    @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
    private List<String> failedBefore = List.of();
    @Convert(converter = WhyConverter.class)
    @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
    private @Nullable Why why;
    private UUID weakPointId;
    private @Nullable String code;
    @Enumerated(EnumType.STRING)
    private SubjectKind subjectKind;
    private String subjectId;
    @Enumerated(EnumType.STRING)
    private Severity severity;
    private @Nullable String squadId;
    private @Nullable String routingError;
    private @Nullable String routingReason;
    private UUID cycleId;
    /// Read by queries only.
    @Column
    private @Nullable UUID promotedCycleId;
    private Instant proposedAt;

    @SuppressWarnings("NullAway.Init")
    protected ProposalState() {
    }

    @SuppressWarnings("NullAway.Init")
    ProposalState(TaskDraft draft, Instant now) {
        change(draft.content());
        worsen(draft.severity());
        strategy = draft.strategy();
        step = draft.step().name();
        rung = draft.step().rung();
        failedBefore = draft.step().failedBefore();
        why = draft.why();
        weakPointId = draft.weakPointId();
        code = draft.code();
        subjectKind = draft.subject().kind();
        subjectId = draft.subject().id();
        cycleId = draft.cycleId();
        proposedAt = now;
    }

    /// @param cycle the full cycle that asks for approval of what another one suggested
    void promote(UUID cycle) {
        promotedCycleId = cycle;
    }

    final void change(TaskContent content) {
        type = content.type();
        targetAgents = content.targetAgents();
        payload = content.payload();
        contentHash = content.hash();
    }

    final void worsen(Severity now) {
        severity = now;
        priority = Priority.of(now);
    }

    void route(@Nullable String squad, @Nullable String error, @Nullable String reason) {
        squadId = squad;
        routingError = error;
        routingReason = reason;
    }

    TaskContent content() {
        return new TaskContent(type, targetAgents, payload);
    }

    String contentHash() {
        return contentHash;
    }

    Priority priority() {
        return priority;
    }

    @Nullable
    String code() {
        return code;
    }

    TaskView.Proposal view() {
        return new TaskView.Proposal(strategy, step, rung, failedBefore, why, weakPointId, code,
                new SubjectRef(subjectKind, subjectId), severity, squadId, routingError, routingReason, cycleId,
                proposedAt);
    }
}
