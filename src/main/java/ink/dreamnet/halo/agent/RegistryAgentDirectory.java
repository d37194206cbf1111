package ink.dreamnet.halo.agent;

import java.util.Optional;

import ink.dreamnet.halo.task.AgentDirectory;
import org.springframework.stereotype.Component;

/// Tells the roles of the agents in the registry.
@Component
class RegistryAgentDirectory implements AgentDirectory {

    private final AgentStore store;

    RegistryAgentDirectory(AgentStore store) {
        this.store = store;
    }

    @Override
    public Optional<Post> postOf(String agent) {
        return store.post(agent);
    }
}
