package ink.dreamnet.halo.agent;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How agents are judged and how their heartbeats are received (`halo.agent.*`).
///
/// @param heartbeatPeriod how often an agent is expected to send a heartbeat where its registration sets none; 1 s to
///        7 days
/// @param grace how late a heartbeat may be before its agent counts as down, where its registration sets none; 0 to
///        7 days
/// @param doubtFrom from how many agents on missing heartbeats of all of them at once make the heartbeat intake
///        suspect, so that no agent is called offline
/// @param intakeCapacity how many heartbeats may wait for their commit; further ones are refused with 503
/// @param intakeBatch how many heartbeats are committed together at most
/// @param intakeGather how long the first heartbeat of a commit waits for others to share it; 0 commits at once
/// @param intakeTimeout how long a caller waits for the commit before it gets 503
@ConfigurationProperties("halo.agent")
@Validated
record AgentProperties(@DefaultValue("30s") Duration heartbeatPeriod, @DefaultValue("60s") Duration grace,
        @DefaultValue("50") @Min(2) int doubtFrom, @DefaultValue("20000") @Min(1000) @Max(1_000_000) int intakeCapacity,
        @DefaultValue("2000") @Min(1) @Max(100_000) int intakeBatch, @DefaultValue("5ms") Duration intakeGather,
        @DefaultValue("10s") Duration intakeTimeout) {

    /// @throws IllegalArgumentException where a duration is out of its range
    AgentProperties {
        AgentSpec.requireBetween("halo.agent.heartbeat-period", heartbeatPeriod, AgentSpec.MIN_PERIOD,
                AgentSpec.MAX_PERIOD);
        AgentSpec.requireBetween("halo.agent.grace", grace, Duration.ZERO, AgentSpec.MAX_PERIOD);
        AgentSpec.requireBetween("halo.agent.intake-gather", intakeGather, Duration.ZERO, Duration.ofSeconds(1));
        AgentSpec.requireBetween("halo.agent.intake-timeout", intakeTimeout, Duration.ofMillis(100),
                Duration.ofMinutes(1));
    }
}
