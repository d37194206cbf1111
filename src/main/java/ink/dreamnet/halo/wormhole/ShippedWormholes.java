package ink.dreamnet.halo.wormhole;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.task.AgentRole;
import org.jspecify.annotations.Nullable;

/// The wormholes that every HALO has. Configuration can declare another of the same id, and an operator can switch each off.
final class ShippedWormholes {

    private ShippedWormholes() {
    }

    /// @return the wormholes by their ids
    static Map<String, Wormhole> all() {
        Map<String, Wormhole> shipped = new LinkedHashMap<>();
        add(shipped, "severe", "Errors and worse are looked into at once", match(null, "error"), "trigger", "full",
                null);
        add(shipped, "heartbeat-lost", "An agent fell silent: look at what is fast to look at",
                match("heartbeat.lost", null), "trigger", "light", null);
        add(shipped, "heartbeat-lost-repair", "An agent fell silent: propose to repair what it stands on",
                match("heartbeat.lost", null), "task", null, new WormholeSpec.Order("infra.repair.suggested",
                        List.of(AgentRole.DEPLOY_KEEPER), "heartbeat.recovered"));
        add(shipped, "endpoint-failed", "An endpoint failed: look at it", match("api.endpoint.failed", null), "trigger",
                "scoped", null);
        add(shipped, "graft-install-failed", "A graft could not be installed: look at it",
                match("graft.install.failed", null), "trigger", "scoped", null);
        add(shipped, "squad-task-failed", "A squad failed at a task: look at the squad",
                match("squad.task.failed", null), "trigger", "scoped", null);
        add(shipped, "squad-task-failed-result",
                "A squad failed at a task: that is the result of HALO's, if it was one",
                match("squad.task.failed", null), "result", null, null);
        add(shipped, "squad-task-completed-result", "A squad did a task: that is the result of HALO's, if it was one",
                match("squad.task.completed", null), "result", null, null);
        add(shipped, "deploy", "Something was deployed", match("deploy.*", null), "deploy", null, null);
        return shipped;
    }

    private static WormholeSpec.Match match(@Nullable String type, @Nullable String severity) {
        return new WormholeSpec.Match(null, type, severity, null);
    }

    private static void add(Map<String, Wormhole> shipped, String id, String description, WormholeSpec.Match match,
            String action, @Nullable String mode, WormholeSpec.@Nullable Order task) {
        shipped.put(id, WormholeParser.define(id,
                new WormholeSpec(null, description, true, match, action, mode, task, null), ManagedBy.CONFIG, null));
    }
}
