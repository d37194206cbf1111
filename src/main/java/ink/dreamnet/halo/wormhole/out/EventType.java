package ink.dreamnet.halo.wormhole.out;

/// The types of the events that HALO sends, and the schemas of their data.
final class EventType {

    static final String CYCLE_COMPLETED = "halo.cycle.completed";
    static final String WEAKPOINT_OPENED = "halo.weakpoint.opened";
    static final String WEAKPOINT_CRITICAL = "halo.weakpoint.critical";
    static final String WEAKPOINT_WORSENED = "halo.weakpoint.worsened";
    static final String WEAKPOINT_RESOLVED = "halo.weakpoint.resolved";
    static final String OBSERVER_SUSPECT = "halo.observer.suspect";
    static final String BUDGET_EXHAUSTED = "halo.budget.exhausted";
    /// Before the word for what happened to a task.
    static final String TASK = "halo.task.";

    private EventType() {
    }

    /// @return the name of the schema of the data of a type, without `.json`
    static String schema(String type) {
        if (type.startsWith(TASK)) {
            return "halo.task.v1";
        }
        return type.startsWith("halo.weakpoint.") ? "halo.weakpoint.v1" : type + ".v1";
    }
}
