package ink.dreamnet.halo.trigger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// What the database knows of a trigger.
///
/// @param word an operator's word on whether it fires; null leaves it to configuration
/// @param firedAt when it last fired, null if never
/// @param firedWhy why it did
/// @param held what its cool-down holds; null where nothing
public record TriggerState(@Nullable Word word, @Nullable Instant firedAt, @Nullable String firedWhy,
        @Nullable Held held) {

    static final TriggerState UNTOUCHED = new TriggerState(null, null, null, null);

    /// An operator's word.
    record Word(boolean enabled, @Nullable Instant at, @Nullable String by, @Nullable String reason) {
    }

    /// A cause that came in the cool-down.
    ///
    /// @param since when it first came
    /// @param why the latest reason
    /// @param times how often
    record Held(Instant since, @Nullable String why, long times) {
    }

    public boolean enabled(boolean configured) {
        return word == null ? configured : word.enabled();
    }
}
