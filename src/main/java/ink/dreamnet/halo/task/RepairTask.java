package ink.dreamnet.halo.task;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import ink.dreamnet.halo.core.JsonListConverter;
import ink.dreamnet.halo.core.JsonMapConverter;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// The aggregate behind [TaskView]; its status changes only through the verbs below, each of which asks
/// [TaskStatus#mayBecome].
@Entity
@Table(name = "repair_task")
class RepairTask {

    private static final int MAX_ERROR = 500;

    @Id
    private UUID id;
    private String type;
    @Enumerated(EnumType.STRING)
    private TaskStatus status;
    @Enumerated(EnumType.STRING)
    private Priority priority;
    @Convert(converter = JsonListConverter.class)
    @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
    private List<String> targetAgents;
    @Convert(converter = JsonMapConverter.class)
    @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
    private Map<String, Object> payload;
    private String strategy;
    private UUID weakPointId;
    @Enumerated(EnumType.STRING)
    private SubjectKind subjectKind;
    private String subjectId;
    @Enumerated(EnumType.STRING)
    private Severity severity;
    private @Nullable String activeKey;
    private @Nullable String squadId;
    private @Nullable String routingError;
    private UUID cycleId;
    private Instant proposedAt;
    private @Nullable Instant expiresAt;
    private String contentHash;
    private @Nullable String approvedBy;
    private @Nullable Instant approvedAt;
    private @Nullable String approvalComment;
    private @Nullable String approvedHash;
    private @Nullable String statusReason;
    @Version
    private @Nullable Long version;

    @SuppressWarnings("NullAway.Init")
    protected RepairTask() {
    }

    RepairTask(UUID id, TaskDraft draft, TaskStatus status, Instant now, Instant expiresAt) {
        this.id = id;
        this.type = draft.content().type();
        this.targetAgents = draft.content().targetAgents();
        this.payload = draft.content().payload();
        this.contentHash = draft.content().hash();
        this.strategy = draft.strategy();
        this.weakPointId = draft.weakPointId();
        this.subjectKind = draft.subject().kind();
        this.subjectId = draft.subject().id();
        this.severity = draft.severity();
        this.priority = Priority.of(draft.severity());
        this.cycleId = draft.cycleId();
        this.status = status;
        this.activeKey = weakPointId + "|" + strategy;
        this.proposedAt = now;
        this.expiresAt = expiresAt;
    }

    /// Asks for approval of what a light cycle suggested.
    void propose(Instant expiry) {
        become(TaskStatus.PENDING_APPROVAL, "");
        expiresAt = expiry;
    }

    /// Takes in that its weak point became worse before anyone decided: the operator decides about what is now.
    void worsen(Severity now) {
        severity = now;
        priority = Priority.of(now);
    }

    /// Takes in an operator's word, which binds to the content as it is now.
    void approve(String by, @Nullable String comment, Instant now) {
        if (expiresAt != null && !now.isBefore(expiresAt)) {
            throw new IllegalTransitionException(id, status, TaskStatus.APPROVED,
                    "its time for approval ended at " + expiresAt);
        }
        become(TaskStatus.APPROVED,
                status == TaskStatus.SUGGESTED ? "it is only suggested; a full cycle asks for approval" : "");
        approvedBy = by;
        approvedAt = now;
        approvalComment = comment;
        approvedHash = contentHash;
        expiresAt = null;
    }

    void reject(@Nullable String comment) {
        become(TaskStatus.REJECTED, "");
        statusReason = comment;
    }

    void expire() {
        become(TaskStatus.EXPIRED, "");
        statusReason = "nobody decided before " + expiresAt;
    }

    void cancel(String why) {
        become(TaskStatus.CANCELLED, "");
        statusReason = why;
    }

    void route(@Nullable String squad, @Nullable String error) {
        squadId = squad;
        routingError = error == null || error.length() <= MAX_ERROR ? error : error.substring(0, MAX_ERROR - 1) + "…";
    }

    private void become(TaskStatus next, String why) {
        if (!status.mayBecome(next)) {
            throw new IllegalTransitionException(id, status, next, why);
        }
        status = next;
        if (!next.active()) {
            activeKey = null;
        }
    }

    UUID id() {
        return id;
    }

    TaskStatus status() {
        return status;
    }

    Severity severity() {
        return severity;
    }

    UUID weakPointId() {
        return weakPointId;
    }

    String strategy() {
        return strategy;
    }

    /// @return what others may see
    TaskView view() {
        List<Approval> approvals = approvedBy == null || approvedAt == null || approvedHash == null
                ? List.of()
                : List.of(new Approval(approvedBy, approvedAt, approvalComment, approvedHash));
        return new TaskView(id, type, status, priority, targetAgents, payload, strategy, weakPointId,
                new SubjectRef(subjectKind, subjectId), severity, squadId, routingError, cycleId, proposedAt,
                status == TaskStatus.SUGGESTED || status == TaskStatus.PENDING_APPROVAL ? expiresAt : null,
                contentHash, approvals, statusReason);
    }
}
