package ink.dreamnet.halo.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;

import ink.dreamnet.halo.core.JsonListConverter;
import ink.dreamnet.halo.core.People;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// The part of a task's row that says who proposed, edited and worked on it, and who approved its present content. It changes
/// only by the task.
@Embeddable
class ApprovalState {

    @Convert(converter = JsonListConverter.class)
    @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
    private List<String> proposedBy = List.of();
    @Convert(converter = JsonListConverter.class)
    @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
    private List<String> workedBy = List.of();
    @Convert(converter = JsonListConverter.class)
    @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
    private List<String> editedBy = List.of();
    @Convert(converter = ApprovalsConverter.class)
    @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
    private @Nullable List<Approval> approvals;
    private @Nullable String approvedBy;
    private @Nullable Instant approvedAt;
    private @Nullable String approvalComment;
    private @Nullable String approvedHash;
    private @Nullable Instant approvedSince;
    private @Nullable Instant expiresAt;

    /// @param needed how many different operators it takes
    /// @return why someone's approval does not count; empty where it does
    Optional<String> objection(String by, int needed) {
        if (new People(editedBy).include(by)) {
            return Optional.of("'%s' edited it, and so cannot approve it".formatted(by));
        }
        if (new People(proposedBy).name(by)) {
            return Optional
                    .of("'%s' had it proposed, by a wormhole or an event, and so cannot approve it".formatted(by));
        }
        if (new People(proposedBy).include(by)) {
            return Optional
                    .of("more than %d people had it proposed, by a wormhole or events, and so nobody can approve it"
                            .formatted(People.MOST));
        }
        if (new People(workedBy).include(by)) {
            return Optional.of("'%s' worked on it before, and so cannot approve it".formatted(by));
        }
        return approvals().stream().anyMatch(earlier -> People.same(earlier.by(), by))
                ? Optional.of("'%s' approved it already; it needs %d different operators".formatted(by, needed))
                : Optional.empty();
    }

    /// @return how many have approved it now
    int give(Approval approval) {
        List<Approval> given = new ArrayList<>(approvals());
        given.add(approval);
        approvals = List.copyOf(given);
        return given.size();
    }

    /// Records that this approval was the last one that was needed.
    void decide(Approval last) {
        approvedBy = last.by();
        approvedAt = last.at();
        approvalComment = last.comment();
        approvedHash = last.contentHash();
        approvedSince = last.at();
        expiresAt = null;
    }

    /// Drops the approvals given so far, because the content is another one, or they are too old.
    ///
    /// @param expiry until when it can be approved now
    void withdraw(Instant expiry) {
        expireAt(expiry);
        approvals = null;
        approvedBy = null;
        approvedAt = null;
        approvalComment = null;
        approvedHash = null;
        approvedSince = null;
    }

    void expireAt(Instant time) {
        expiresAt = time;
    }

    boolean overdue(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    void editedBy(String editor) {
        editedBy = new People(editedBy).plus(People.of(editor)).names();
    }

    void proposedBy(People people) {
        proposedBy = new People(proposedBy).plus(people).names();
    }

    void workedBy(People people) {
        workedBy = new People(workedBy).plus(people).names();
    }

    /// Records that the task waits to be dispatched anew, under the same approval.
    void waitAnew(Instant now) {
        approvedSince = now;
    }

    /// @return whether enough different operators approved just this content
    boolean covers(String contentHash, int needed) {
        return contentHash.equals(approvedHash)
                && approvals().stream().allMatch(given -> contentHash.equals(given.contentHash()))
                && approvals().stream().map(given -> given.by().toLowerCase(Locale.ROOT)).distinct().count() >= needed;
    }

    /// @return the approvals of the present content
    List<Approval> approvals() {
        if (approvals != null) {
            return approvals;
        }
        return approvedBy == null || approvedAt == null || approvedHash == null
                ? List.of()
                : List.of(new Approval(approvedBy, approvedAt, approvalComment, approvedHash, null));
    }

    List<String> editors() {
        return editedBy;
    }

    /// @return the approval that decided; null where there is none, or it was withdrawn
    TaskProgress.@Nullable Approved approved() {
        return approvedBy == null || approvedAt == null ? null : new TaskProgress.Approved(approvedBy, approvedAt);
    }

    /// @return until when it can be approved; null where that is decided
    @Nullable
    Instant expiresAt() {
        return expiresAt;
    }

    /// @param needed how many different operators it takes; null where that is decided
    TaskView.ApprovalProgress view(String contentHash, @Nullable Integer needed) {
        return new TaskView.ApprovalProgress(needed == null ? null : expiresAt, contentHash, approvals(), needed,
                editedBy.isEmpty() ? null : editedBy, proposedBy.isEmpty() ? null : proposedBy);
    }

    /// @return since when the task waits to be dispatched; null where it was never approved
    @Nullable
    Instant since() {
        return approvedSince == null ? approvedAt : approvedSince;
    }
}
