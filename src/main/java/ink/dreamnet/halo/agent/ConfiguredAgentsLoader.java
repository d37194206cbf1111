package ink.dreamnet.halo.agent;

import java.util.Map;

import ink.dreamnet.halo.agent.ConfiguredAgents.ConfiguredAgent;
import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.registry.DeclaredDefinitions;
import ink.dreamnet.halo.registry.DefinitionFormat;
import ink.dreamnet.halo.registry.ManagedBy;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/// Brings the registry in line with the configuration, before the service answers its first request.
@Component
class ConfiguredAgentsLoader implements SmartInitializingSingleton {

    private final ConfiguredAgents configured;
    private final AgentProperties properties;
    private final AgentRegistry registry;
    private final AgentStore store;

    ConfiguredAgentsLoader(ConfiguredAgents configured, AgentProperties properties, AgentRegistry registry,
            AgentStore store) {
        this.configured = configured;
        this.properties = properties;
        this.registry = registry;
        this.store = store;
    }

    /// @throws StartRefusedException naming every property that is wrong, which stops the start
    @Override
    public void afterSingletonsInstantiated() {
        Map<String, AgentDefinition> declared = declared();
        for (String id : store.idsManagedBy(ManagedBy.CONFIG)) {
            if (!declared.containsKey(id)) {
                registry.undeclare(id);
            }
        }
        declared.values().forEach(registry::declare);
    }

    private Map<String, AgentDefinition> declared() {
        DefinitionFormat<AgentSpec, AgentDefinition> format = new DefinitionFormat<>(SubjectKind.AGENT, "halo.agents",
                AgentSpec.class, (id, spec, managedBy, updatedAt) -> spec.define(id, managedBy, properties));
        return new DeclaredDefinitions<>(format).addAll(configured.agents(), ConfiguredAgent::id, ConfiguredAgent::spec)
                .orRefuseStart("docs/analyzers/agent-health.md");
    }
}
