package ink.dreamnet.halo.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.registry.DeclaredList;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// The agents that the configuration declares (`halo.agents[]`).
///
/// @param agents the agents; each id once
record ConfiguredAgents(List<ConfiguredAgent> agents) {

    /// What declares them.
    static final String PROPERTY = "halo.agents";

    static ConfiguredAgents read(Environment environment) {
        return new ConfiguredAgents(new DeclaredList<>(PROPERTY, ConfiguredAgent.class).read(environment));
    }

    /// One agent of the configuration.
    ///
    /// @param id its id: 1 to 200 characters without white space or control characters
    /// @param name how operators call it; by default its id
    /// @param role what it can do, a role of DreamNet (`DreamOps`), at most 100 characters; by default `Custom`
    /// @param squad the id of its squad, if it is in one
    /// @param capabilities what it is able to do
    /// @param labels names and values that silences and reports can match
    /// @param heartbeatPeriod how often it sends a heartbeat; by default `halo.agent.heartbeat-period`
    /// @param grace how late a heartbeat may be; by default `halo.agent.grace`
    /// @param dependsOn the subjects that it cannot work without (`endpoint:checkout`)
    record ConfiguredAgent(@Nullable String id, @Nullable String name, @Nullable String role, @Nullable String squad,
            @Nullable List<@Nullable String> capabilities, @Nullable Map<String, @Nullable String> labels,
            @Nullable Duration heartbeatPeriod, @Nullable Duration grace, @Nullable List<@Nullable String> dependsOn) {

        AgentSpec spec() {
            return new AgentSpec(name, role, squad, capabilities, labels,
                    heartbeatPeriod == null ? null : heartbeatPeriod.toMillis(),
                    grace == null ? null : grace.toMillis(), dependsOn);
        }
    }

    /// Reads them.
    @Configuration(proxyBeanMethods = false)
    static class Reading {

        @Bean
        ConfiguredAgents configuredAgents(Environment environment) {
            return read(environment);
        }
    }
}
