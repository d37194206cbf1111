package ink.dreamnet.halo.task;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.masking.MaskedText;
import org.jspecify.annotations.Nullable;

/// The aggregate behind [TaskView]; its status changes only through the verbs below, each of which asks
/// [TaskStatus#mayBecome].
@Entity
@Table(name = "repair_task")
public class RepairTask {

    /// Why a task is not sent whose content is not the one that its approvals are of.
    public static final String NOT_AS_APPROVED = "what it is now is not what was approved";

    private static final int MAX_TEXT = 2000;
    private static final int MAX_ERROR = 500;

    @Id
    private UUID id;
    @Enumerated(EnumType.STRING)
    private TaskStatus status;
    private @Nullable String statusReason;
    private @Nullable String moot;
    /// Read by queries only.
    @Column
    private @Nullable String activeKey;
    @Embedded
    private ProposalState proposal;
    @Embedded
    private ApprovalState approval = new ApprovalState();
    @Embedded
    private ExecutionState execution = new ExecutionState();
    @Embedded
    private VerificationState verification = new VerificationState();
    @Version
    private @Nullable Long version;

    @SuppressWarnings("NullAway.Init")
    protected RepairTask() {
    }

    public RepairTask(UUID id, TaskDraft draft, TaskStatus status, Instant now, Instant expiresAt) {
        this.id = id;
        this.status = status;
        this.activeKey = draft.weakPointId() + "|" + draft.strategy();
        this.proposal = new ProposalState(draft, now);
        this.approval.expireAt(expiresAt);
        this.approval.proposedBy(draft.proposedBy());
    }

    /// Records that others have the same proposed, before anyone decided.
    public void proposedBy(People people) {
        if (TaskStatus.UNDECIDED.contains(status)) {
            approval.proposedBy(people);
        }
    }

    /// Asks for approval of what a light cycle suggested.
    ///
    /// @param cycle the full cycle that does
    public void propose(UUID cycle, Instant expiry) {
        if (status != TaskStatus.SUGGESTED) {
            throw refusal(TaskStatus.PENDING_APPROVAL, "it was proposed before");
        }
        become(TaskStatus.PENDING_APPROVAL);
        proposal.promote(cycle);
        approval.expireAt(expiry);
    }

    /// Raises its severity with that of its weak point, before anyone decided.
    public void worsen(Severity now) {
        proposal.worsen(now);
    }

    /// Records an operator's approval, which binds to the content as it is now.
    ///
    /// @param needed how many different operators it takes
    /// @return whether they are enough now, so that the task is approved
    public boolean approve(Approval given, int needed) {
        if (status == TaskStatus.PENDING_APPROVAL && overdue(given.at())) {
            throw refusal(TaskStatus.APPROVED, "its time for approval ended at " + approval.expiresAt());
        }
        if (status != TaskStatus.PENDING_APPROVAL) {
            throw refusal(TaskStatus.APPROVED, whyNotPending());
        }
        approval.objection(given.by(), needed).ifPresent(why -> {
            throw refusal(TaskStatus.APPROVED, why);
        });
        if (approval.give(given) < needed) {
            return false;
        }
        become(TaskStatus.APPROVED);
        approval.decide(given);
        statusReason = null;
        return true;
    }

    /// @param needed how many different operators it takes
    /// @return why somebody's approval would not count; empty where it would
    public Optional<String> objection(String by, int needed) {
        return approval.objection(by, needed);
    }

    /// Records why it still waits for approval.
    ///
    /// @return whether that is another reason than before
    public boolean waitsBecause(String why) {
        String before = statusReason;
        statusReason = Texts.abbreviate(why, MAX_TEXT);
        return !Objects.equals(statusReason, before);
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
        if (execution.started()) {
            throw new ConflictException(
                    "Task %s was sent before and cannot be edited; cancel it, and the next cycle proposes anew"
                            .formatted(id));
        }
        proposal.change(content);
        approval.withdraw(expiry);
        approval.editedBy(editor);
    }

    public void reject(@Nullable String comment) {
        become(TaskStatus.REJECTED, comment == null ? "an operator rejected it" : comment);
    }

    void expire() {
        become(TaskStatus.EXPIRED, "nobody decided before " + approval.expiresAt());
    }

    public void cancel(String why, Instant now) {
        become(TaskStatus.CANCELLED, why);
        execution.end(now, false);
    }

    /// Records that it is not needed any more while someone works on it: when that fails, it is not tried again.
    void moot(String why) {
        moot = Texts.abbreviate(why, MAX_TEXT);
    }

    /// Goes through the gate, which is the only way to be dispatched.
    ///
    /// @param scopes the groups of its subject, by which it is counted
    /// @throws IllegalTransitionException where it is not approved as it is
    public void dispatch(Instant now, String channel, @Nullable String target, List<String> scopes,
            int approvalsNeeded) {
        if (status == TaskStatus.APPROVED && !(isIntact() && isApprovedBy(approvalsNeeded))) {
            throw refusal(TaskStatus.DISPATCHED, NOT_AS_APPROVED);
        }
        become(TaskStatus.DISPATCHED);
        execution.start(now, channel, target, scopes);
    }

    /// Records that it is sent once more.
    public void sent() {
        execution.delivered(id);
    }

    /// Records that the call under way was answered, so that the next one is another call.
    public void callEnded() {
        execution.callEnded();
    }

    /// Records who does it or did it, as its target says.
    public void doneBy(String agent) {
        execution.doneBy(agent);
    }

    /// Records when it is sent, or its target asked, again; null where it is at once.
    public void sendAgainAt(@Nullable Instant at) {
        execution.tryAgainAt(at);
    }

    /// Records what its target calls it.
    public void knownAs(@Nullable String squadTaskId) {
        execution.knownAs(squadTaskId);
    }

    /// Records what blocks its dispatch or its next send; null where nothing does.
    public void block(@Nullable BlockedBy by) {
        execution.block(by);
    }

    /// Records that an agent has taken it on.
    ///
    /// @param by whose token it was
    public void leased(Lease lease, Actor by) {
        workedBy(by);
        accepted(null, lease.expiresAt());
        execution.lease(lease.id(), lease.agent());
    }

    /// @param due until when the next heartbeat is due
    public void extendLease(Instant due) {
        execution.await(due);
    }

    /// Who approved a task does not do it too. On a machine without tokens everyone is one person.
    ///
    /// @throws ConflictException where the actor approved it
    public void requireNotApprovedBy(Actor actor) {
        if (!actor.equals(Actor.LOCAL) && approvals().stream().anyMatch(each -> People.same(each.by(), actor.name()))) {
            throw new ConflictException(
                    "'%s' approved task %s, and so cannot do it or report it; an agent has to, with a token of its own"
                            .formatted(actor.name(), id));
        }
    }

    /// Records whose token reported its result: they cannot approve it where that is asked for again.
    public void workedBy(Actor actor) {
        approval.workedBy(People.of(actor));
    }

    /// @throws ConflictException where that lease is not the one that holds the task now
    public void requireHolder(UUID lease, Instant now) {
        if (status != TaskStatus.RUNNING || !lease.equals(execution.leaseId())) {
            throw new ConflictException("Lease %s does not hold task %s: the task is %s%s".formatted(lease, id,
                    status.wire(), execution.leased()
                            ? ", held by another lease"
                            : statusReason == null ? "" : " (" + statusReason + ")"));
        }
        Instant due = execution.dueAt();
        if (due != null && !now.isBefore(due)) {
            throw new ConflictException("Lease %s of task %s expired at %s".formatted(lease, id, due));
        }
    }

    /// Records that a target has taken it on, or that people are called.
    ///
    /// @param due until when its result is due; null where it is awaited for as long as it takes
    public void accepted(@Nullable String squadTaskId, @Nullable Instant due) {
        become(TaskStatus.RUNNING);
        execution.knownAs(squadTaskId);
        execution.tryAgainAt(null);
        execution.await(due);
    }

    /// @param verifyAt when to verify whether it helped
    public void succeed(@Nullable String message, Instant now, Instant verifyAt) {
        if (!execution.started()) {
            throw refusal(TaskStatus.SUCCEEDED, "it was never dispatched");
        }
        become(TaskStatus.SUCCEEDED, message);
        execution.end(now, false);
        verification.verifyAt(verifyAt);
    }

    /// @param retryAt when it may be tried again
    public void fail(@Nullable String message, Instant now, @Nullable Instant retryAt) {
        become(TaskStatus.FAILED, message);
        execution.end(now, true);
        execution.tryAgainAt(retryAt);
    }

    /// Gives up; only an operator can send it again.
    public void deadLetter(@Nullable String why) {
        become(TaskStatus.DEAD_LETTER, why);
        execution.tryAgainAt(null);
    }

    /// Waits for the gate again, under the same approval.
    ///
    /// @param byOperator whether an operator asked for it: then failures so far do not count any more
    public void retry(Instant now, boolean byOperator) {
        if (status != TaskStatus.FAILED && status != TaskStatus.DEAD_LETTER) {
            throw refusal(TaskStatus.APPROVED, "only a failed task or a dead letter is sent again");
        }
        become(TaskStatus.APPROVED);
        approval.waitAnew(now);
        execution.tryAgainAt(null);
        if (byOperator) {
            execution.resetFailures();
        }
    }

    /// Asks for approval again, because what was approved long ago may not be right any more.
    public void requestApprovalAgain(String why, Instant expiry) {
        if (status != TaskStatus.APPROVED) {
            throw refusal(TaskStatus.PENDING_APPROVAL, "");
        }
        become(TaskStatus.PENDING_APPROVAL, why);
        approval.withdraw(expiry);
        execution.block(null);
    }

    /// Records which cycle request is to verify it.
    public void requestVerification(UUID request) {
        requireUnverified();
        verification.requested(request);
    }

    /// Records that it is not known yet whether it helped.
    ///
    /// @param counted whether that was one of the attempts to verify it, of which there are only so many
    public void postponeVerification(Instant at, boolean counted) {
        requireUnverified();
        if (counted) {
            verification.attempted();
        }
        verification.verifyAt(at);
    }

    public void verify(Verification outcome, Map<String, Object> found, Instant now) {
        requireUnverified();
        verification.conclude(outcome, found, now);
    }

    private void requireUnverified() {
        if (status != TaskStatus.SUCCEEDED || verification.outcome() != null) {
            throw new ConflictException("Task %s is %s%s; only a task that succeeded is verified, and once".formatted(
                    id, status.wire(), verification.outcome() == null ? "" : " and " + verification.outcome().wire()));
        }
    }

    /// @param squad the squad that it goes to; null where there is none
    /// @param error why nobody can do it now; null where somebody can
    /// @param reason why it goes there; null where there was no choice
    public void route(@Nullable String squad, @Nullable String error, @Nullable String reason) {
        proposal.route(squad, Texts.abbreviate(error, MAX_ERROR), Texts.abbreviate(reason, MAX_ERROR));
    }

    private IllegalTransitionException refusal(TaskStatus next, String why) {
        return new IllegalTransitionException(id, status, next, why);
    }

    private void become(TaskStatus next) {
        if (!status.mayBecome(next)) {
            throw refusal(next, "");
        }
        status = next;
        if (!next.active()) {
            activeKey = null;
        }
    }

    private void become(TaskStatus next, @Nullable String reason) {
        become(next);
        statusReason = MaskedText.within(reason, MAX_TEXT);
    }

    public UUID id() {
        return id;
    }

    public TaskStatus status() {
        return status;
    }

    public Severity severity() {
        return proposal.view().severity();
    }

    public UUID weakPointId() {
        return proposal.view().weakPointId();
    }

    public String strategy() {
        return proposal.view().strategy();
    }

    /// @return whether it is the mildest repair of its strategy, and none failed before
    public boolean first() {
        TaskView.Proposal proposed = proposal.view();
        return proposed.rung() == 0 && proposed.failedBefore().isEmpty();
    }

    /// @return whether it is to call people, and no agent does it
    public boolean page() {
        return proposal.view().step().equals(RepairStep.PAGE_HUMAN);
    }

    /// @throws ConflictException where it is not a page that waits to be acknowledged
    public void requirePaged() {
        if (!page() || status != TaskStatus.RUNNING) {
            throw new ConflictException("Task %s is %s, step %s; only a %s that was sent is acknowledged".formatted(id,
                    status.wire(), proposal.view().step(), RepairStep.PAGE_HUMAN));
        }
    }

    public SubjectRef subject() {
        return proposal.view().subject();
    }

    @Nullable
    public String squadId() {
        return proposal.view().squadId();
    }

    public Priority priority() {
        return proposal.priority();
    }

    public TaskContent content() {
        return proposal.content();
    }

    public String contentHash() {
        return proposal.contentHash();
    }

    /// @return whether its content is the one that its hash is of; it is not where somebody changed it past HALO
    public boolean isIntact() {
        return content().hash().equals(contentHash());
    }

    /// @param needed how many different operators it takes
    /// @return whether so many approved the content that its hash is of
    public boolean isApprovedBy(int needed) {
        return approval.covers(contentHash(), needed);
    }

    /// @return the code of its weak point; null for one that was proposed before codes were kept
    @Nullable
    public String code() {
        return proposal.code();
    }

    public boolean edited() {
        return !approval.editors().isEmpty();
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
        return approval.since();
    }

    public boolean overdue(Instant now) {
        return approval.overdue(now);
    }

    /// @return the approvals of the present content
    public List<Approval> approvals() {
        return approval.approvals();
    }

    /// @return how the work stands, to read
    public ExecutionState execution() {
        return execution;
    }

    /// @return whether it is yet to be verified
    public boolean unverified() {
        return status == TaskStatus.SUCCEEDED && verification.outcome() == null;
    }

    /// @return whether it helped, to read
    public VerificationState verification() {
        return verification;
    }

    /// @return what other rooms get when something happens to it
    TasksChanged.Snapshot snapshot() {
        TaskContent content = content();
        return new TasksChanged.Snapshot(id, content.type(), status, priority(), content.targetAgents(),
                proposal.view(), execution.runs(), execution.leaseAgent(), execution.dispatchedAt(),
                verification.outcome());
    }

    /// @return what became of it since it was proposed
    TaskProgress progress() {
        Instant dispatched = execution.dispatchedAt();
        return new TaskProgress(status, statusReason, approval.approved(),
                dispatched == null ? null : new TaskProgress.Dispatched(dispatched, execution.channel()), result(),
                verification.verdict());
    }

    /// A run that failed stays the last result while the next one waits for its turn or for approval.
    private TaskProgress.@Nullable Result result() {
        Instant finished = execution.finishedAt();
        return finished == null || status == TaskStatus.CANCELLED
                ? null
                : new TaskProgress.Result(status == TaskStatus.SUCCEEDED ? "succeeded" : "failed", finished);
    }

    /// @return what others may see
    public TaskView view(int approvalsNeeded) {
        TaskContent content = content();
        boolean undecided = TaskStatus.UNDECIDED.contains(status);
        return new TaskView(id, content.type(), status, priority(), content.targetAgents(), content.payload(),
                proposal.view(), approval.view(contentHash(), undecided ? approvalsNeeded : null), statusReason,
                execution.blocked(),
                execution.started() || approval.since() != null ? execution.view(id) : null, verification.view());
    }
}
