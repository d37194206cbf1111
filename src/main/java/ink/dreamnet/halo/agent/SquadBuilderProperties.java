package ink.dreamnet.halo.agent;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// How the agents that are pulled from DreamNet's Squad Builder are judged (`halo.sources.squad-builder.*`).
///
/// @param heartbeatPeriod how often it is expected to see an agent; by default `halo.agent.heartbeat-period`
/// @param grace how late it may be to see an agent before the agent counts as down; by default
///        `halo.agent.grace`
@ConfigurationProperties("halo.sources.squad-builder")
@Validated
record SquadBuilderProperties(@Nullable Duration heartbeatPeriod, @Nullable Duration grace) {

    private static final String PREFIX = "halo.sources.squad-builder.";

    /// @throws IllegalArgumentException where a value is out of its range
    SquadBuilderProperties {
        if (heartbeatPeriod != null) {
            AgentSpec.requireBetween(PREFIX + "heartbeat-period", heartbeatPeriod, AgentSpec.MIN_PERIOD,
                    AgentSpec.MAX_PERIOD);
        }
        if (grace != null) {
            AgentSpec.requireBetween(PREFIX + "grace", grace, Duration.ZERO, AgentSpec.MAX_PERIOD);
        }
    }
}
