package ink.dreamnet.halo.task.approval;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.task.ApprovalProperties;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.TaskStore;
import ink.dreamnet.halo.task.dispatch.DispatchGate;
import ink.dreamnet.halo.task.dispatch.DispatchObjections;
import ink.dreamnet.halo.task.dispatch.Pause;
import ink.dreamnet.halo.task.dispatch.Routes;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Tells somebody, before they decide on a task, where an approval would send it and what is against it.
@Service
@NamedInterface("approval")
public class PendingApprovals {

    private final TaskStore store;
    private final Routes routes;
    private final DispatchGate gate;
    private final DispatchObjections objections;
    private final ApprovalProperties properties;

    PendingApprovals(TaskStore store, Routes routes, DispatchGate gate, DispatchObjections objections,
            ApprovalProperties properties) {
        this.store = store;
        this.routes = routes;
        this.gate = gate;
        this.objections = objections;
        this.properties = properties;
    }

    /// What an approval of a task would come to now.
    ///
    /// @param channel how it would travel: `squad-builder`, `webhook` or `pull`
    /// @param target where it would be sent, without secrets; null where an agent leases it
    /// @param objection why this person's approval does not count, as one sentence; null where it does
    /// @param blocked why nobody's approval is taken now, as one sentence; null where it is
    public record Prospect(String channel, @Nullable String target, @Nullable String objection,
            @Nullable String blocked) {
    }

    /// @param ids the tasks; those that do not exist are left out
    /// @param by who would approve
    /// @return what an approval of each would come to, by its id
    @Transactional(readOnly = true)
    public Map<UUID, Prospect> of(Collection<UUID> ids, Actor by) {
        String paused = gate.paused().map(Pause::sentence).orElse(null);
        Map<UUID, Prospect> prospects = new LinkedHashMap<>();
        store.all(ids).forEach(task -> prospects.put(task.id(), of(task, by, paused)));
        return prospects;
    }

    private Prospect of(RepairTask task, Actor by, @Nullable String paused) {
        Routes.Way way = routes.of(task);
        return new Prospect(way.name(), way.target(),
                task.objection(by.name(), properties.needed(task)).orElse(null),
                paused != null ? paused : objections.to(task).orElse(null));
    }
}
