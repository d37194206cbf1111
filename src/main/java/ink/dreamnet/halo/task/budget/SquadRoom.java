package ink.dreamnet.halo.task.budget;

import java.util.HashMap;
import java.util.Map;

/// Which squads have room for more tasks, while tasks are routed to them. Used once.
public final class SquadRoom {

    private final int limit;
    private final Map<String, Integer> assigned;

    /// @param limit how many tasks one squad may have
    /// @param assigned how many each has
    SquadRoom(int limit, Map<String, Integer> assigned) {
        this.limit = limit;
        this.assigned = new HashMap<>(assigned);
    }

    /// @return whether a squad has room for one more task
    public boolean in(String squad) {
        return assigned.getOrDefault(squad, 0) < limit;
    }

    /// Takes the room of one task.
    public void take(String squad) {
        assigned.merge(squad, 1, Integer::sum);
    }
}
