package ink.dreamnet.halo.task;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.JsonListConverter;
import ink.dreamnet.halo.core.JsonMapConverter;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.task.budget.SubjectCensus;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// The aggregate behind [TaskView]; its status changes only through the verbs below, each of which asks
/// [TaskStatus#mayBecome].
@Entity
@Table(name = "repair_task")
public class RepairTask {

    private static final int MAX_TEXT = 2000;
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
    private int rung;
    private UUID weakPointId;
    private @Nullable String code;
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
    @Embedded
    private ApprovalState consent = new ApprovalState();
    private @Nullable String statusReason;
    private @Nullable String moot;
    @Embedded
    private ExecutionState work = new ExecutionState();
    @Embedded
    private VerificationState proof = new VerificationState();
    @Version
    private @Nullable Long version;

    @SuppressWarnings("NullAway.Init")
    protected RepairTask() {
    }

    public RepairTask(UUID id, TaskDraft draft, TaskStatus status, Instant now, Instant expiresAt) {
        this.id = id;
        this.type = draft.content().type();
        this.targetAgents = draft.content().targetAgents();
        this.payload = draft.content().payload();
        this.contentHash = draft.content().hash();
        this.strategy = draft.strategy();
        this.rung = draft.rung();
        this.weakPointId = draft.weakPointId();
        this.code = draft.code();
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
    public void propose(Instant expiry) {
        if (status != TaskStatus.SUGGESTED) {
            throw refusal(TaskStatus.PENDING_APPROVAL, "it was proposed before");
        }
        become(TaskStatus.PENDING_APPROVAL, "");
        expiresAt = expiry;
    }

    /// Takes in that its weak point became worse before anyone decided: the operator decides about what is now.
    public void worsen(Severity now) {
        severity = now;
        priority = Priority.of(now);
    }

    /// Takes in an operator's word, which binds to the content as it is now.
    ///
    /// @param needed how many different operators it takes
    /// @return whether they are enough now, so that the task is approved
    public boolean approve(Approval word, int needed) {
        if (status == TaskStatus.PENDING_APPROVAL && overdue(word.at())) {
            throw refusal(TaskStatus.APPROVED, "its time for approval ended at " + expiresAt);
        }
        if (status != TaskStatus.PENDING_APPROVAL) {
            throw refusal(TaskStatus.APPROVED, whyNotPending());
        }
        consent.objection(word.by(), needed).ifPresent(why -> {
            throw refusal(TaskStatus.APPROVED, why);
        });
        if (consent.give(word) < needed) {
            return false;
        }
        become(TaskStatus.APPROVED, "");
        consent.decide(word);
        statusReason = null;
        expiresAt = null;
        return true;
    }

    private String whyNotPending() {
        return switch (status) {
            case SUGGESTED -> "it is only suggested; a full cycle asks for approval";
            case REJECTED, EXPIRED, CANCELLED -> statusReason == null ? "that is final" : statusReason;
            case PENDING_APPROVAL, APPROVED, DISPATCHED, RUNNING, SUCCEEDED, FAILED, DEAD_LETTER ->
                "it was approved before";
        };
    }

    /// Changes what is to be done, before anyone decided. Whoever does so cannot approve it; approvals given so far are void.
    ///
    /// @throws ConflictException where it was decided, or sent before
    public void edit(TaskContent content, String editor, Instant expiry) {
        if (!TaskStatus.UNDECIDED.contains(status)) {
            throw new ConflictException("Task %s is %s and cannot be edited".formatted(id, status.wire()));
        }
        if (work.started()) {
            throw new ConflictException(
                    "Task %s was sent before and cannot be edited; cancel it, and the next cycle proposes anew"
                            .formatted(id));
        }
        type = content.type();
        targetAgents = content.targetAgents();
        payload = content.payload();
        contentHash = content.hash();
        consent.withdraw();
        consent.editedBy(editor);
        expiresAt = expiry;
    }

    public void reject(@Nullable String comment) {
        become(TaskStatus.REJECTED, "");
        statusReason = comment == null ? "an operator rejected it" : comment;
    }

    void expire() {
        become(TaskStatus.EXPIRED, "");
        statusReason = "nobody decided before " + expiresAt;
    }

    public void cancel(String why, Instant now) {
        become(TaskStatus.CANCELLED, "");
        statusReason = cut(why, MAX_TEXT);
        work.end(now, false);
    }

    /// Takes in that it is not needed any more while someone works on it: when that fails, it is not tried again.
    void moot(String why) {
        moot = cut(why, MAX_TEXT);
    }

    /// Goes through the gate. The one way to work.
    ///
    /// @param scopes what else counts it, see [SubjectCensus]
    /// @throws IllegalTransitionException where it is not approved as it is
    public void dispatch(Instant now, String channel, @Nullable String target, List<String> scopes,
            int approvalsNeeded) {
        String actual = content().hash();
        if (status == TaskStatus.APPROVED
                && (!actual.equals(contentHash) || !consent.covers(actual, approvalsNeeded))) {
            throw refusal(TaskStatus.DISPATCHED, "what it is now is not what was approved");
        }
        become(TaskStatus.DISPATCHED, "");
        work.start(now, channel, target, scopes);
    }

    /// Takes in that a target or an agent has taken it on.
    ///
    /// @param due until when it must be heard of
    public void accepted(@Nullable String squadTaskId, Instant due) {
        become(TaskStatus.RUNNING, "");
        work.knownAs(squadTaskId);
        work.tryAgainAt(null);
        work.await(due);
    }

    /// @param lookAt when to look whether it helped
    public void succeed(@Nullable String message, Instant now, Instant lookAt) {
        if (!work.started()) {
            throw refusal(TaskStatus.SUCCEEDED, "it was never dispatched");
        }
        become(TaskStatus.SUCCEEDED, "");
        statusReason = cut(message, MAX_TEXT);
        work.end(now, false);
        proof.lookAt(lookAt);
    }

    /// @param retryAt when it may be tried again
    public void fail(@Nullable String message, Instant now, @Nullable Instant retryAt) {
        become(TaskStatus.FAILED, "");
        statusReason = cut(message, MAX_TEXT);
        work.end(now, true);
        work.tryAgainAt(retryAt);
    }

    /// Gives up; only an operator can send it again.
    public void bury(@Nullable String why) {
        become(TaskStatus.DEAD_LETTER, "");
        statusReason = cut(why, MAX_TEXT);
        work.tryAgainAt(null);
    }

    /// Waits for the gate again, under the same approval.
    ///
    /// @param byOperator whether an operator said so: then failures so far do not count any more
    public void retry(Instant now, boolean byOperator) {
        if (status != TaskStatus.FAILED && status != TaskStatus.DEAD_LETTER) {
            throw refusal(TaskStatus.APPROVED, "only a failed task or a dead letter is sent again");
        }
        become(TaskStatus.APPROVED, "");
        consent.waitAnew(now);
        work.tryAgainAt(null);
        if (byOperator) {
            work.forgive();
        }
    }

    /// Asks for approval again, because what was approved long ago may not be right any more.
    public void askAgain(String why, Instant expiry) {
        if (status != TaskStatus.APPROVED) {
            throw refusal(TaskStatus.PENDING_APPROVAL, "");
        }
        become(TaskStatus.PENDING_APPROVAL, "");
        statusReason = cut(why, MAX_TEXT);
        consent.withdraw();
        expiresAt = expiry;
        work.hold(null);
    }

    /// Takes in who is to look whether it helped.
    public void askedForLook(UUID request) {
        requireUnverified();
        proof.askedFor(request);
    }

    /// Takes in that nobody could tell yet whether it helped.
    ///
    /// @param counted whether that was a look at it
    public void lookAgain(Instant at, boolean counted) {
        requireUnverified();
        if (counted) {
            proof.sawNothing();
        }
        proof.lookAt(at);
    }

    public void verify(Verification outcome, Map<String, Object> found, Instant now) {
        requireUnverified();
        proof.conclude(outcome, found, now);
    }

    private void requireUnverified() {
        if (status != TaskStatus.SUCCEEDED || proof.outcome() != null) {
            throw new ConflictException("Task %s is %s%s; only a task that succeeded is verified, and once".formatted(
                    id, status.wire(), proof.outcome() == null ? "" : " and " + proof.outcome().wire()));
        }
    }

    public void route(@Nullable String squad, @Nullable String error) {
        squadId = squad;
        routingError = cut(error, MAX_ERROR);
    }

    private static @Nullable String cut(@Nullable String text, int most) {
        return text == null || text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    private IllegalTransitionException refusal(TaskStatus next, String why) {
        return new IllegalTransitionException(id, status, next, why);
    }

    private void become(TaskStatus next, String why) {
        if (!status.mayBecome(next)) {
            throw refusal(next, why);
        }
        status = next;
        if (!next.active()) {
            activeKey = null;
        }
    }

    public UUID id() {
        return id;
    }

    public TaskStatus status() {
        return status;
    }

    public Severity severity() {
        return severity;
    }

    public UUID weakPointId() {
        return weakPointId;
    }

    public String strategy() {
        return strategy;
    }

    public int rung() {
        return rung;
    }

    public SubjectRef subject() {
        return new SubjectRef(subjectKind, subjectId);
    }

    public Priority priority() {
        return priority;
    }

    public TaskContent content() {
        return new TaskContent(type, targetAgents, payload);
    }

    public String contentHash() {
        return contentHash;
    }

    @Nullable
    public String squadId() {
        return squadId;
    }

    public boolean edited() {
        return !consent.editors().isEmpty();
    }

    @Nullable
    public String mootBecause() {
        return moot;
    }

    @Nullable
    public String statusReason() {
        return statusReason;
    }

    /// @return since when it waits to be dispatched
    @Nullable
    public Instant approvedSince() {
        return consent.since();
    }

    public boolean overdue(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /// @return whether it is yet to be seen whether it helped
    public boolean unverified() {
        return status == TaskStatus.SUCCEEDED && proof.outcome() == null;
    }

    public VerificationState proof() {
        return proof;
    }

    /// @return the code of its weak point; null for one that was proposed before codes were kept
    @Nullable
    public String code() {
        return code;
    }

    public ExecutionState work() {
        return work;
    }

    /// @return the approvals of the present content
    public List<Approval> approvals() {
        return consent.approvals();
    }

    /// @return what other rooms are told when something happens to it
    TasksChanged.Snapshot snapshot() {
        return new TasksChanged.Snapshot(id, type, status, priority, strategy, weakPointId, subject(), severity,
                targetAgents, squadId, cycleId, work.runs(), proof.outcome());
    }

    /// @return what others may see
    public TaskView view(int approvalsNeeded) {
        boolean undecided = TaskStatus.UNDECIDED.contains(status);
        return new TaskView(id, type, status, priority, targetAgents, payload, strategy, rung, weakPointId, subject(),
                severity, squadId, routingError, cycleId, proposedAt, undecided ? expiresAt : null, contentHash,
                approvals(), undecided ? approvalsNeeded : null, edited() ? consent.editors() : null, statusReason,
                work.blocked(), work.started() || Objects.nonNull(consent.since()) ? work.view(id) : null,
                proof.lookAt(),
                proof.outcome(), proof.concludedAt(), proof.evidence());
    }
}
