package ink.dreamnet.halo.core;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/// A component of the health check that reads the database. While that is away it is `DOWN` without reading: the component `db` waits
/// for it, and the answer must come before the monitor gives up.
public abstract class DatabaseBackedHealth extends AbstractHealthIndicator {

    private final DatabaseOutage outage;

    /// @param failed what is logged where it cannot be read
    protected DatabaseBackedHealth(String failed, DatabaseOutage outage) {
        super(failed);
        this.outage = outage;
    }

    @Override
    protected final void doHealthCheck(Health.Builder builder) {
        if (outage.isUnanswered()) {
            builder.down().withDetail("error", DatabaseFailure.AWAY.sentence());
        } else {
            read(builder);
        }
    }

    /// Reads the state and says how it is.
    protected abstract void read(Health.Builder builder);
}
