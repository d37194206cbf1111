package ink.dreamnet.halo.weakpoint;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Knows which tasks were proposed for weak points. The room that generates tasks implements it.
@FunctionalInterface
public interface WeakPointTasks {

    /// @return the ids of all tasks of each weak point, oldest first; a weak point without tasks is absent
    Map<UUID, List<UUID>> idsOf(Collection<UUID> weakPoints);
}
