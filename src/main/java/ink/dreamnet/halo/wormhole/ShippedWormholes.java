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
        add(shipped, "severe", "A full cycle on errors and worse", match(null, "error"), "trigger", "full",
                null);
        add(shipped, "heartbeat-lost", "A light cycle when an agent falls silent",
                match("heartbeat.lost", null), "trigger", "light", null);
        add(shipped, "heartbeat-lost-repair", "A proposal to repair what a silent agent runs on",
                match("heartbeat.lost", null), "task", null, new WormholeSpec.Order("infra.repair.suggested",
                        List.of(AgentRole.DEPLOY_KEEPER), "heartbeat.recovered"));
        add(shipped, "endpoint-failed", "A cycle for an endpoint that failed", match("api.endpoint.failed", null),
                "trigger",
                "scoped", null);
        add(shipped, "graft-install-failed", "A cycle for a graft that could not be installed",
                match("graft.install.failed", null), "trigger", "scoped", null);
        add(shipped, "squad-task-failed", "A cycle for a squad that failed at a task",
                match("squad.task.failed", null), "trigger", "scoped", null);
        add(shipped, "squad-task-failed-result",
                "The result of a task of HALO at which a squad failed",
                match("squad.task.failed", null), "result", null, null);
        add(shipped, "squad-task-completed-result", "The result of a task of HALO that a squad completed",
                match("squad.task.completed", null), "result", null, null);
        add(shipped, "deploy", "A deploy", match("deploy.*", null), "deploy", null, null);
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
