package ink.dreamnet.halo.task;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// How far up their escalation ladders strategies are, by weak point.
public final class LadderPositions {

    private record Key(UUID weakPoint, String strategy) {
    }

    private final Map<Key, Integer> rungs = new HashMap<>();

    LadderPositions() {
    }

    void set(UUID weakPoint, String strategy, int rung) {
        rungs.put(new Key(weakPoint, strategy), rung);
    }

    /// @return the rung that comes next: how many repairs did not help, 0 where none was tried
    public int of(UUID weakPoint, String strategy) {
        return rungs.getOrDefault(new Key(weakPoint, strategy), 0);
    }
}
