package ink.dreamnet.halo.agent;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import ink.dreamnet.halo.agent.ConfiguredAgents.ConfiguredAgent;
import ink.dreamnet.halo.core.Reloadable;
import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.registry.DeclaredDefinitions;
import ink.dreamnet.halo.registry.DefinitionFormat;
import ink.dreamnet.halo.registry.ManagedBy;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// Brings the registry in line with the configuration: before the service answers its first request, and whenever the
/// configuration is read again.
@Component
class ConfiguredAgentsLoader implements SmartInitializingSingleton, Reloadable {

    private final ConfiguredAgents configured;
    private final AgentProperties properties;
    private final AgentRegistry registry;
    private final AgentStore store;
    private volatile Map<String, AgentDefinition> declared = Map.of();

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
        Map<String, AgentDefinition> all = declared(configured);
        for (String id : store.idsManagedBy(ManagedBy.CONFIG)) {
            if (!all.containsKey(id)) {
                registry.undeclare(id);
            }
        }
        all.values().forEach(registry::declare);
        declared = all;
    }

    @Override
    public List<String> properties() {
        return List.of(ConfiguredAgents.PROPERTY);
    }

    @Override
    public Next read(Environment environment) {
        Map<String, AgentDefinition> all = declared(ConfiguredAgents.read(environment));
        Changes changes = Changes.between(declared, all, Function.identity());
        return new Next() {

            @Override
            public Changes changes() {
                return changes;
            }

            @Override
            public void store() {
                changes.removed().forEach(registry::undeclare);
                all.forEach((id, agent) -> {
                    if (!agent.equals(declared.get(id))) {
                        registry.declare(agent);
                    }
                });
            }

            @Override
            public void takeOver() {
                declared = all;
            }
        };
    }

    private Map<String, AgentDefinition> declared(ConfiguredAgents agents) {
        DefinitionFormat<AgentSpec, AgentDefinition> format = new DefinitionFormat<>(SubjectKind.AGENT,
                ConfiguredAgents.PROPERTY, AgentSpec.class,
                (id, spec, managedBy, updatedAt) -> spec.define(id, managedBy, properties));
        return new DeclaredDefinitions<>(format).addAll(agents.agents(), ConfiguredAgent::id, ConfiguredAgent::spec)
                .orRefuseStart("docs/analyzers/agent-health.md");
    }
}
