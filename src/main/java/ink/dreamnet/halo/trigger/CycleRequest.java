package ink.dreamnet.halo.trigger;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.ScopeConverter;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// A durable request for a cycle. It is served by the first cycle that starts after it, together with all others that
/// wait by then.
@Entity
@Table(name = "cycle_request")
public class CycleRequest {

    /// How often cycles may fail to serve a request before it is given up. Only failures count that HALO itself saw; a
    /// cycle that was cut off by the end of its process does not.
    static final int MAX_FAILURES = 3;

    @Id
    private UUID id;
    @Column(name = "trigger_name")
    private String trigger;
    @Enumerated(EnumType.STRING)
    private CycleMode mode;
    @Convert(converter = ScopeConverter.class)
    @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
    private Scope scope;
    private @Nullable String reason;
    private String requestedBy;
    private Instant requestedAt;
    @Enumerated(EnumType.STRING)
    private RequestStatus status;
    private UUID cycleId;
    private int failures;
    /// Read by queries only.
    @Column
    private @Nullable String idempotencyKey;
    @Version
    private @Nullable Long version;

    @SuppressWarnings("NullAway.Init")
    protected CycleRequest() {
    }

    CycleRequest(UUID id, CycleOrder order, Instant requestedAt, UUID cycleId) {
        this.id = id;
        this.trigger = order.trigger();
        this.mode = order.mode();
        this.scope = order.scope();
        this.reason = order.reason();
        this.requestedBy = order.requestedBy().name();
        this.idempotencyKey = order.idempotencyKey();
        this.requestedAt = requestedAt;
        this.status = RequestStatus.PENDING;
        this.cycleId = cycleId;
    }

    void startServing() {
        require(RequestStatus.PENDING);
        status = RequestStatus.SERVING;
    }

    void served() {
        require(RequestStatus.SERVING);
        status = RequestStatus.SERVED;
    }

    void requeue(UUID nextCycleId) {
        require(RequestStatus.SERVING);
        status = RequestStatus.PENDING;
        cycleId = nextCycleId;
    }

    void countFailure() {
        require(RequestStatus.SERVING);
        failures++;
        if (failures >= MAX_FAILURES) {
            status = RequestStatus.ABANDONED;
        }
    }

    private void require(RequestStatus expected) {
        if (status != expected) {
            throw new IllegalStateException("request %s is %s, not %s".formatted(id, status.wire(), expected.wire()));
        }
    }

    /// @return its id, time-ordered
    public UUID id() {
        return id;
    }

    /// @return the name of the trigger that asked
    public String trigger() {
        return trigger;
    }

    /// @return how much it asks for
    public CycleMode mode() {
        return mode;
    }

    /// @return what it asks to look at
    public Scope scope() {
        return scope;
    }

    /// @return why, in the asker's words; null where none was given
    public @Nullable String reason() {
        return reason;
    }

    /// @return who asked
    public String requestedBy() {
        return requestedBy;
    }

    /// @return when
    public Instant requestedAt() {
        return requestedAt;
    }

    /// @return where it stands
    public RequestStatus status() {
        return status;
    }

    /// @return the cycle that serves it: the one to come while it is pending
    public UUID cycleId() {
        return cycleId;
    }
}
