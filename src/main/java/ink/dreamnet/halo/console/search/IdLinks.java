package ink.dreamnet.halo.console.search;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.cycle.CycleHistory;
import ink.dreamnet.halo.resonance.insight.Insights;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.weakpoint.Silencing;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.springframework.stereotype.Component;

/// Knows the page of whatever an id names.
@Component
record IdLinks(WeakPoints weakPoints, Tasks tasks, CycleHistory cycles, Insights insights, Silencing silencing) {

    /// @return the address of the page; empty where nothing has that id, or it has no page
    Optional<String> of(UUID id) {
        List<UUID> ids = List.of(id);
        if (weakPoints.all(ids).containsKey(id)) {
            return Optional.of("/problems/" + id);
        }
        if (tasks.progress(ids).containsKey(id)) {
            return Optional.of("/tasks/" + id);
        }
        if (cycles.startedAt(ids).containsKey(id)) {
            return Optional.of("/cycles/" + id);
        }
        if (there(() -> insights.get(id))) {
            return Optional.of("/insights/" + id);
        }
        return there(() -> silencing.get(id.toString()))
                ? Optional.of("/silences?state=all#silence-" + id)
                : Optional.empty();
    }

    private static boolean there(Runnable get) {
        try {
            get.run();
            return true;
        } catch (NotFoundException none) {
            return false;
        }
    }
}
