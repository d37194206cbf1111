package ink.dreamnet.halo.task;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;

import ink.dreamnet.halo.core.JsonMapConverter;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// The part of a task's row that says whether it helped. It changes only by the task.
@Embeddable
public class VerificationState {

    private @Nullable Instant verifyAt;
    @Column(name = "looks")
    private int attempts;
    @Column(name = "look_request")
    private @Nullable UUID request;
    @Column(name = "verification")
    @Enumerated(EnumType.STRING)
    private @Nullable Verification outcome;
    @Column(name = "verified_at")
    private @Nullable Instant concludedAt;
    @Convert(converter = JsonMapConverter.class)
    @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
    private @Nullable Map<String, Object> evidence;

    void verifyAt(Instant time) {
        verifyAt = time;
        request = null;
    }

    void requested(UUID by) {
        request = by;
    }

    void attempted() {
        attempts++;
    }

    void conclude(Verification verdict, Map<String, Object> found, Instant now) {
        outcome = verdict;
        evidence = found;
        concludedAt = now;
        verifyAt = null;
        request = null;
    }

    /// @return how often its verification was inconclusive so far
    public int attempts() {
        return attempts;
    }

    /// @return the request for the cycle that is to verify it; null where none was made
    @Nullable
    public UUID request() {
        return request;
    }

    @Nullable
    Verification outcome() {
        return outcome;
    }

    TaskProgress.@Nullable Verdict verdict() {
        if (outcome == null || concludedAt == null) {
            return null;
        }
        Object reason = evidence == null ? null : evidence.get("reason");
        return new TaskProgress.Verdict(outcome, concludedAt, reason == null ? null : reason.toString());
    }

    TaskView.VerificationProgress view() {
        return new TaskView.VerificationProgress(verifyAt, outcome, concludedAt, evidence);
    }
}
