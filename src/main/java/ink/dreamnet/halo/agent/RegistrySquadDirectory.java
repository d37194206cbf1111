package ink.dreamnet.halo.agent;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import ink.dreamnet.halo.task.SquadDirectory;
import org.springframework.stereotype.Component;

/// Finds squads by the agents in the registry. Of several squads the one with the smallest id is chosen, so that the same
/// registry always gives the same answer.
@Component
class RegistrySquadDirectory implements SquadDirectory {

    private final AgentStore store;
    private final AgentRegistry registry;

    RegistrySquadDirectory(AgentStore store, AgentRegistry registry) {
        this.store = store;
        this.registry = registry;
    }

    @Override
    public Optional<String> squadFor(String role) {
        List<KnownAgent> able = store.ofRoleInSquads(AgentStore.roleKey(role.strip()));
        Optional<String> withLiveAgent = first(
                able.stream().filter(agent -> registry.liveness(agent).alive()).toList());
        return withLiveAgent.isPresent() ? withLiveAgent : first(able);
    }

    private static Optional<String> first(List<KnownAgent> agents) {
        return agents.stream().map(KnownAgent::squad).filter(Objects::nonNull).min(Comparator.naturalOrder());
    }
}
