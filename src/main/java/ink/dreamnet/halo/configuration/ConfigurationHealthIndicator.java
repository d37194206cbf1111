package ink.dreamnet.halo.configuration;

import ink.dreamnet.halo.core.FieldProblem;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/// The `configuration` component of the health check: `DEGRADED` (which answers 200) where the files are wrong, so that what they
/// said before goes on.
@Component
class ConfigurationHealthIndicator extends AbstractHealthIndicator {

    static final Status DEGRADED = new Status("DEGRADED", "the files of the configuration are wrong");

    private final Reload reload;

    ConfigurationHealthIndicator(Reload reload) {
        super("the state of the configuration could not be read");
        this.reload = reload;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        Reload.State state = reload.state();
        builder.status(state.problems().isEmpty() ? Status.UP : DEGRADED).withDetail("needsRestart",
                state.needsRestart());
        if (!state.problems().isEmpty()) {
            builder.withDetail("problems", state.problems().stream().map(FieldProblem::field).toList());
        }
    }
}
