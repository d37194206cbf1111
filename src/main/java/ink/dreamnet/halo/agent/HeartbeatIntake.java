package ink.dreamnet.halo.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.core.GroupCommit;
import ink.dreamnet.halo.core.UnavailableException;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Receives heartbeats and returns when they are durable. Whatever waits is committed together by one writer (group
/// commit), so that thousands of callers a second share a few transactions.
@Component
class HeartbeatIntake implements SmartLifecycle {

    private final HeartbeatLog heartbeatLog;
    private final HeartbeatMeters meters;
    private final GroupCommit<Heartbeat, Set<String>> commits;

    HeartbeatIntake(HeartbeatLog heartbeatLog, AgentProperties properties, HeartbeatMeters meters) {
        this.heartbeatLog = heartbeatLog;
        this.meters = meters;
        this.commits = new GroupCommit<>("heartbeats", new GroupCommit.Bounds(properties.intakeCapacity(),
                properties.intakeBatch(), properties.intakeGather(), properties.intakeTimeout()), this::store);
    }

    /// Stores heartbeats. When it returns they are committed; when it throws they are not acknowledged, though they may
    /// have been stored.
    ///
    /// @param heartbeats in the order of their receipt; of several of one agent the last counts
    /// @return the ids that no agent has, which may include some of other callers
    /// @throws UnavailableException where too many heartbeats wait already, the database fails, or HALO stops
    Set<String> accept(List<Heartbeat> heartbeats) {
        meters.received(heartbeats.size());
        try {
            Set<String> unknown = commits.accept(heartbeats);
            long known = heartbeats.stream().filter(heartbeat -> !unknown.contains(heartbeat.agent())).count();
            meters.acknowledged(known);
            meters.unknown(heartbeats.size() - known);
            return unknown;
        } catch (UnavailableException refused) {
            meters.unavailable(heartbeats.size());
            throw refused;
        }
    }

    private Set<String> store(List<Heartbeat> heartbeats) {
        Map<String, Heartbeat> last = new LinkedHashMap<>();
        heartbeats.forEach(heartbeat -> last.put(heartbeat.agent(), heartbeat));
        return meters.commit(last.size(), () -> heartbeatLog.store(last.values()));
    }

    @Override
    public void start() {
        commits.start();
    }

    /// Takes nothing more in and waits until what was taken in is stored.
    @Override
    public void stop() {
        commits.stop();
    }

    @Override
    public boolean isRunning() {
        return commits.isRunning();
    }

    /// @return a phase below the web server's, so that it stops after the last request was answered
    @Override
    public int getPhase() {
        return 0;
    }
}
