package ink.dreamnet.halo.agent;

import java.util.Collection;
import java.util.Set;

/// Where heartbeats become durable.
@FunctionalInterface
interface HeartbeatLog {

    /// Stores heartbeats in one transaction; when it returns they are committed.
    ///
    /// @param heartbeats at most one of each agent
    /// @return the ids among them that no agent has
    Set<String> store(Collection<Heartbeat> heartbeats);
}
