package ink.dreamnet.halo.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.agent.ConfiguredAgents.ConfiguredAgent;
import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.StartRefusedException;
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
        Map<String, AgentDefinition> declared = new LinkedHashMap<>();
        List<FieldProblem> problems = new ArrayList<>();
        for (int i = 0; i < configured.agents().size(); i++) {
            ConfiguredAgent agent = configured.agents().get(i);
            String at = "halo.agents[%d].".formatted(i);
            String id = agent.id();
            if (id == null) {
                problems.add(new FieldProblem(at + "id", "is missing"));
                continue;
            }
            try {
                if (declared.put(id, agent.spec().define(id, ManagedBy.CONFIG, properties)) != null) {
                    problems.add(new FieldProblem(at + "id", "'%s' is declared twice".formatted(id)));
                }
            } catch (InvalidInputException wrong) {
                wrong.problems().forEach(p -> problems.add(new FieldProblem(at + property(p.field()), p.message())));
            }
        }
        if (!problems.isEmpty()) {
            throw StartRefusedException.wrong("The agents that configuration declares", problems,
                    "docs/analyzers/agent-health.md");
        }
        return declared;
    }

    private static String property(String field) {
        return field.replace("heartbeatPeriodMs", "heartbeat-period").replace("graceMs", "grace").replace("dependsOn",
                "depends-on");
    }
}
