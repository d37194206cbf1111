package ink.dreamnet.halo.agent;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import ink.dreamnet.halo.task.SquadDirectory;
import org.springframework.stereotype.Component;

/// Finds squads by the agents in the registry, those with the smallest ids first.
@Component
class RegistrySquadDirectory implements SquadDirectory {

    private final AgentStore store;
    private final AgentRegistry registry;

    RegistrySquadDirectory(AgentStore store, AgentRegistry registry) {
        this.store = store;
        this.registry = registry;
    }

    @Override
    public List<Candidate> squadsFor(String role) {
        Map<String, Boolean> live = new TreeMap<>();
        store.ofRoleInSquads(AgentStore.roleKey(role.strip())).forEach(agent -> live
                .merge(Objects.requireNonNull(agent.squad()), registry.liveness(agent).alive(), Boolean::logicalOr));
        return live.entrySet().stream().map(squad -> new Candidate(squad.getKey(), squad.getValue())).toList();
    }
}
