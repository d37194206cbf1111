package ink.dreamnet.halo.trigger;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// A trigger as an operator sees it.
///
/// @param name its name
/// @param enabled whether it fires at present
/// @param detail when it fires
/// @param operatorSwitch how an operator switched it, which goes before configuration; null where nobody did
/// @param lastFiredAt when it last asked for a cycle, null if never
/// @param why the reason that it gave
/// @param value where the first of its readings stands
/// @param threshold from which value on it fires
/// @param cooldownMs how many milliseconds after a firing it does not fire again
/// @param coolingUntil when the present cool-down ends
/// @param held a firing that waits for the end of the cool-down
/// @param nextFiringAt when it fires next, where that is known
/// @param readings what it watches
public record TriggerView(String name, boolean enabled, String detail,
        @Nullable SwitchView operatorSwitch,
        @Nullable Instant lastFiredAt, @Nullable String why, @Nullable Double value, @Nullable Double threshold,
        long cooldownMs, @Nullable Instant coolingUntil, @Nullable HeldView held, @Nullable Instant nextFiringAt,
        List<Reading> readings) {

    /// How an operator switched it.
    ///
    /// @param enabled whether it may fire
    /// @param at when it was switched
    /// @param by who switched it
    /// @param reason why
    public record SwitchView(boolean enabled, @Nullable Instant at, @Nullable String by, @Nullable String reason) {
    }

    /// A cause that waits for the end of the cool-down.
    ///
    /// @param since when it was first seen
    /// @param why the reason, as a sentence
    /// @param times how often it was seen
    public record HeldView(Instant since, @Nullable String why, long times) {
    }
}
