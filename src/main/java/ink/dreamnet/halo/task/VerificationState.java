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

    @Column(name = "verify_at")
    private @Nullable Instant lookAt;
    private int looks;
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

    void lookAt(Instant time) {
        lookAt = time;
        request = null;
    }

    void askedFor(UUID by) {
        request = by;
    }

    void sawNothing() {
        looks++;
    }

    void conclude(Verification verdict, Map<String, Object> found, Instant now) {
        outcome = verdict;
        evidence = found;
        concludedAt = now;
        lookAt = null;
        request = null;
    }

    /// @return when to look again; null where there is nothing to look for
    @Nullable
    Instant lookAt() {
        return lookAt;
    }

    /// @return how often it was looked and nothing could be told
    public int looks() {
        return looks;
    }

    /// @return the request for the cycle that is to look; null where none was made
    @Nullable
    public UUID request() {
        return request;
    }

    @Nullable
    Verification outcome() {
        return outcome;
    }

    @Nullable
    Instant concludedAt() {
        return concludedAt;
    }

    @Nullable
    Map<String, Object> evidence() {
        return evidence;
    }
}
