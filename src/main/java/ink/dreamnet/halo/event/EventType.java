package ink.dreamnet.halo.event;

/// The types of the events that HALO sends, and the schemas of their data.
public final class EventType {

    public static final String CYCLE_COMPLETED = "halo.cycle.completed";
    public static final String WEAKPOINT_OPENED = "halo.weakpoint.opened";
    public static final String WEAKPOINT_CRITICAL = "halo.weakpoint.critical";
    public static final String WEAKPOINT_WORSENED = "halo.weakpoint.worsened";
    public static final String WEAKPOINT_RESOLVED = "halo.weakpoint.resolved";
    public static final String OBSERVER_SUSPECT = "halo.observer.suspect";
    public static final String BUDGET_EXHAUSTED = "halo.budget.exhausted";
    /// Before the word for what happened to a task.
    public static final String TASK = "halo.task.";

    private EventType() {
    }

    /// @return the name of the schema of the data of a type, without `.json`
    public static String schema(String type) {
        if (type.startsWith(TASK)) {
            return "halo.task.v1";
        }
        return type.startsWith("halo.weakpoint.") ? "halo.weakpoint.v1" : type + ".v1";
    }
}
