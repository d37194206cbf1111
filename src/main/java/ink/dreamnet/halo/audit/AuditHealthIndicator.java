package ink.dreamnet.halo.audit;

import ink.dreamnet.halo.core.DatabaseBackedHealth;
import ink.dreamnet.halo.core.DatabaseOutage;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/// The `audit` component of the health check: `DEGRADED` (which answers 200) where the last check of the audit trail found it tampered with.
@Component
class AuditHealthIndicator extends DatabaseBackedHealth {

    static final Status DEGRADED = new Status("DEGRADED", "the audit trail was tampered with");

    private final AuditTrail trail;

    AuditHealthIndicator(AuditTrail trail, DatabaseOutage outage) {
        super("the state of the audit trail could not be read", outage);
        this.trail = trail;
    }

    @Override
    protected void read(Health.Builder builder) {
        AuditState state = trail.state();
        builder.status(state.fault() == null ? Status.UP : DEGRADED).withDetail("head", state.head().link());
        if (state.fault() != null) {
            builder.withDetail("fault", state.fault());
        }
        if (state.checkedAt() != null) {
            builder.withDetail("checkedAt", state.checkedAt().toString());
        }
    }
}
