package ink.dreamnet.halo.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.core.GroupCommit;
import org.springframework.stereotype.Component;

/// Accepts heartbeats and returns when they are durable, many in one transaction.
@Component
class HeartbeatIntake extends GroupCommit<Heartbeat, Set<String>> {

    private final HeartbeatLog heartbeatLog;
    private final HeartbeatMeters meters;

    HeartbeatIntake(HeartbeatLog heartbeatLog, AgentProperties properties, HeartbeatMeters meters) {
        super("heartbeats", new Bounds(properties.intakeCapacity(), properties.intakeBatch(), properties.intakeGather(),
                properties.intakeTimeout()), meters.unavailable());
        this.heartbeatLog = heartbeatLog;
        this.meters = meters;
    }

    /// @param heartbeats in the order of their receipt; of several of one agent the last counts
    /// @return the ids that no agent has, which may include some of other callers
    @Override
    public Set<String> accept(List<Heartbeat> heartbeats) {
        meters.received(heartbeats.size());
        Set<String> unknown = super.accept(heartbeats);
        long known = heartbeats.stream().filter(heartbeat -> !unknown.contains(heartbeat.agent())).count();
        meters.acknowledged(known);
        meters.unknown(heartbeats.size() - known);
        return unknown;
    }

    @Override
    protected Set<String> write(List<Heartbeat> heartbeats) {
        Map<String, Heartbeat> last = new LinkedHashMap<>();
        heartbeats.forEach(heartbeat -> last.put(heartbeat.agent(), heartbeat));
        return meters.commit(last.size(), () -> heartbeatLog.store(last.values()));
    }
}
