package ink.dreamnet.halo.agent;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// DreamNet's Squad Builder as a source of agents (`halo.sources.squad-builder.*`).
///
/// @param baseUrl where it is, without `/api/squad` (`http://squad-builder:3005`); empty means that there is none
/// @param connectTimeout how long a connection may take
/// @param timeout how long one whole answer may take
/// @param maxBody how large an answer may be
/// @param retryAfter how long to wait before the one repetition of a pull that failed
/// @param heartbeatPeriod how often it is expected to see an agent; by default `halo.agent.heartbeat-period`
/// @param grace how much older its last sight of an agent may be before the agent counts as down; by default
///        `halo.agent.grace`
@ConfigurationProperties("halo.sources.squad-builder")
@Validated
record SquadBuilderProperties(@Nullable URI baseUrl, @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("10s") Duration timeout, @DefaultValue("8MB") DataSize maxBody,
        @DefaultValue("500ms") Duration retryAfter, @Nullable Duration heartbeatPeriod, @Nullable Duration grace) {

    private static final String PREFIX = "halo.sources.squad-builder.";

    /// @throws IllegalArgumentException where a value is out of its range
    SquadBuilderProperties {
        if (baseUrl != null && baseUrl.toString().isBlank()) {
            baseUrl = null;
        }
        if (baseUrl != null && (baseUrl.getHost() == null
                || !("http".equalsIgnoreCase(baseUrl.getScheme()) || "https".equalsIgnoreCase(baseUrl.getScheme())))) {
            throw new IllegalArgumentException(
                    PREFIX + "base-url: '%s' is not an http or https URL".formatted(baseUrl));
        }
        AgentSpec.requireBetween(PREFIX + "connect-timeout", connectTimeout, Duration.ofMillis(1),
                Duration.ofMinutes(5));
        AgentSpec.requireBetween(PREFIX + "timeout", timeout, Duration.ofMillis(1), Duration.ofMinutes(5));
        AgentSpec.requireBetween(PREFIX + "retry-after", retryAfter, Duration.ZERO, Duration.ofMinutes(1));
        if (heartbeatPeriod != null) {
            AgentSpec.requireBetween(PREFIX + "heartbeat-period", heartbeatPeriod, AgentSpec.MIN_PERIOD,
                    AgentSpec.MAX_PERIOD);
        }
        if (grace != null) {
            AgentSpec.requireBetween(PREFIX + "grace", grace, Duration.ZERO, AgentSpec.MAX_PERIOD);
        }
        if (maxBody.toBytes() < 1) {
            throw new IllegalArgumentException(PREFIX + "max-body: '%s' is not a positive size".formatted(maxBody));
        }
    }
}
