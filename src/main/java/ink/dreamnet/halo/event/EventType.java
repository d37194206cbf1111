package ink.dreamnet.halo.event;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A type of event that HALO sends, with the schema of its data.
public enum EventType {

    CYCLE_COMPLETED("halo.cycle.completed", "halo.cycle.completed.v1"), //
    WEAKPOINT_OPENED("halo.weakpoint.opened", EventType.WEAKPOINT_SCHEMA), //
    WEAKPOINT_CRITICAL("halo.weakpoint.critical", EventType.WEAKPOINT_SCHEMA), //
    WEAKPOINT_WORSENED("halo.weakpoint.worsened", EventType.WEAKPOINT_SCHEMA), //
    WEAKPOINT_RESOLVED("halo.weakpoint.resolved", EventType.WEAKPOINT_SCHEMA), //
    TASK_PROPOSED("halo.task.proposed", EventType.TASK_SCHEMA), //
    TASK_APPROVED("halo.task.approved", EventType.TASK_SCHEMA), //
    TASK_DISPATCHED("halo.task.dispatched", EventType.TASK_SCHEMA), //
    TASK_FAILED("halo.task.failed", EventType.TASK_SCHEMA), //
    TASK_COMPLETED("halo.task.completed", EventType.TASK_SCHEMA), //
    TASK_VERIFIED("halo.task.verified", EventType.TASK_SCHEMA), //
    TASK_REJECTED("halo.task.rejected", EventType.TASK_SCHEMA), //
    TASK_EXPIRED("halo.task.expired", EventType.TASK_SCHEMA), //
    TASK_CANCELLED("halo.task.cancelled", EventType.TASK_SCHEMA), //
    PAGE("halo.page", "halo.page.v1"), //
    STRATEGY_STOPPED("halo.strategy.stopped", "halo.strategy.stopped.v1"), //
    OBSERVER_SUSPECT("halo.observer.suspect", "halo.observer.suspect.v1"), //
    BUDGET_EXHAUSTED("halo.budget.exhausted", "halo.budget.exhausted.v1"), //
    AUDIT_BROKEN("halo.audit.broken", "halo.audit.broken.v1"), //
    INSIGHT_RAISED("halo.insight.raised", "halo.insight.raised.v1");

    private static final String WEAKPOINT_SCHEMA = "halo.weakpoint.v1";
    private static final String TASK_SCHEMA = "halo.task.v1";
    private static final Map<String, EventType> BY_NAME = Arrays.stream(values())
            .collect(Collectors.toMap(EventType::wire, Function.identity()));

    private final String wire;
    private final String schema;

    EventType(String wire, String schema) {
        this.wire = wire;
        this.schema = schema;
    }

    /// @return the type of an event; empty where it is none of HALO's
    public static Optional<EventType> of(WormholeEvent event) {
        return Optional.ofNullable(BY_NAME.get(event.type()));
    }

    /// @return the CloudEvents `type`
    public String wire() {
        return wire;
    }

    /// @return the name of the schema of its data, without `.json`
    public String schema() {
        return schema;
    }

    /// @return whether an event is of this type
    public boolean isOf(WormholeEvent event) {
        return wire.equals(event.type());
    }

    /// @return whether its data describes a weak point
    public boolean ofWeakPoint() {
        return schema.equals(WEAKPOINT_SCHEMA);
    }
}
