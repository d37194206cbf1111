package ink.dreamnet.halo.task;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;

import ink.dreamnet.halo.core.JsonListConverter;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// The part of a task's row that says how the work on it stands. It changes only by the verbs of the task.
@Embeddable
public class ExecutionState {

    private int runs;
    private int failures;
    private int deliveries;
    private @Nullable String channel;
    private @Nullable String target;
    private @Nullable String externalId;
    private @Nullable String callKey;
    private @Nullable Instant dispatchedAt;
    private @Nullable Instant nextAt;
    private @Nullable Instant dueAt;
    private @Nullable Instant finishedAt;
    private @Nullable UUID leaseId;
    private @Nullable String leaseAgent;
    @Convert(converter = JsonListConverter.class)
    @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
    private List<String> scopes = List.of();
    private @Nullable String blockedBy;
    private @Nullable String blockedReason;
    private @Nullable Instant blockedUntil;

    void block(@Nullable BlockedBy by) {
        blockedBy = by == null ? null : by.by();
        blockedReason = by == null ? null : by.reason();
        blockedUntil = by == null ? null : by.until();
    }

    void start(Instant now, String by, @Nullable String where, List<String> counted) {
        block(null);
        runs++;
        deliveries = 0;
        channel = by;
        target = where;
        externalId = null;
        callKey = null;
        dispatchedAt = now;
        nextAt = null;
        dueAt = null;
        finishedAt = null;
        leaseId = null;
        leaseAgent = null;
        scopes = counted;
    }

    void lease(UUID id, String agent) {
        leaseId = id;
        leaseAgent = agent;
    }

    void await(@Nullable Instant due) {
        dueAt = due;
    }

    void tryAgainAt(@Nullable Instant at) {
        nextAt = at;
    }

    void delivered(UUID task) {
        deliveries++;
        if (callKey == null) {
            callKey = "%s-%d-%d".formatted(Execution.keyOf(task), runs, deliveries);
        }
    }

    void callEnded() {
        callKey = null;
    }

    void doneBy(String agent) {
        leaseAgent = agent;
    }

    void knownAs(@Nullable String id) {
        externalId = id;
    }

    void end(Instant now, boolean failed) {
        block(null);
        finishedAt = now;
        nextAt = null;
        dueAt = null;
        leaseId = null;
        scopes = List.of();
        failures = failed ? failures + 1 : failures;
    }

    void resetFailures() {
        failures = 0;
    }

    public boolean started() {
        return runs > 0;
    }

    public boolean leased() {
        return leaseId != null;
    }

    public int runs() {
        return runs;
    }

    public int failures() {
        return failures;
    }

    public int deliveries() {
        return deliveries;
    }

    @Nullable
    public String channel() {
        return channel;
    }

    @Nullable
    public String target() {
        return target;
    }

    @Nullable
    public String externalId() {
        return externalId;
    }

    /// @return the idempotency key of the call that is under way, the same for its repetitions; null where none is
    @Nullable
    public String callKey() {
        return callKey;
    }

    @Nullable
    public Instant dispatchedAt() {
        return dispatchedAt;
    }

    @Nullable
    public Instant nextAt() {
        return nextAt;
    }

    @Nullable
    public Instant dueAt() {
        return dueAt;
    }

    @Nullable
    Instant finishedAt() {
        return finishedAt;
    }

    @Nullable
    public UUID leaseId() {
        return leaseId;
    }

    @Nullable
    public String leaseAgent() {
        return leaseAgent;
    }

    public List<String> scopes() {
        return scopes;
    }

    @Nullable
    public BlockedBy blocked() {
        return blockedBy == null || blockedReason == null
                ? null
                : new BlockedBy(blockedBy, blockedReason, blockedUntil);
    }

    Execution view(UUID task) {
        return new Execution(runs, failures, Execution.keyOf(task), channel, target, externalId, deliveries,
                dispatchedAt, nextAt, dueAt, finishedAt, leaseAgent);
    }
}
