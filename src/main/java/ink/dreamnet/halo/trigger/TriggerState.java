package ink.dreamnet.halo.trigger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// What the database knows of a trigger.
///
/// @param operatorSwitch how an operator switched it; null leaves it to configuration
/// @param firedAt when it last fired, null if never
/// @param firedWhy why it did
/// @param held what its cool-down holds; null where nothing
public record TriggerState(@Nullable OperatorSwitch operatorSwitch, @Nullable Instant firedAt,
        @Nullable String firedWhy,
        @Nullable Held held) {

    static final TriggerState UNTOUCHED = new TriggerState(null, null, null, null);

    /// How an operator switched it.
    record OperatorSwitch(boolean enabled, @Nullable Instant at, @Nullable String by, @Nullable String reason) {
    }

    /// A firing that was held back by the cool-down.
    ///
    /// @param since when it was first held back
    /// @param why the latest reason
    /// @param times how often
    record Held(Instant since, @Nullable String why, long times) {
    }

    public boolean enabled(boolean configured) {
        return operatorSwitch == null ? configured : operatorSwitch.enabled();
    }
}
