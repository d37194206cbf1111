package ink.dreamnet.halo.trigger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// Where something that a trigger watches stands.
///
/// @param source whose value it is; null for the sum of all sources
/// @param measure what is measured (`requests`, `errors`, `burn-rate`)
/// @param value its value at present; null where it is unknown
/// @param threshold from where on the trigger fires; null where there is none
/// @param windowMs over how many milliseconds it is measured; null for a single moment
/// @param observedAt when it was last observed; null if never
/// @param detail what else there is to say: the state of a learner, why a value is unknown
public record Reading(@Nullable String source, String measure, @Nullable Double value, @Nullable Double threshold,
        @Nullable Long windowMs, @Nullable Instant observedAt, @Nullable String detail) {

    /// @return how much of its threshold it has reached, 1 where the trigger fires; -1 where that is unknown
    public double share() {
        return value == null || threshold == null ? -1 : value / threshold;
    }
}
