package ink.dreamnet.halo.memory.trait;

import java.time.Instant;

/// One number about an entity, with its evidence.
///
/// @param key what it is (`reliability`)
/// @param value 0 to 1, four decimals; 0.5 where nothing is known
/// @param effective on how many observations it rests, discounted by age, two decimals: for `reliability`, `stability` and
///        `latency` the days that were observed, for `recoverability` the episodes, for `velocity` and `success` the tasks
/// @param hours how many hours were observed within the last 400 days, not discounted, two decimals; 0 for `velocity` and `success`
/// @param changedAt when its evidence last changed, apart from the passing of time; for `velocity` and `success` the begin of that week
public record Trait(TraitKey key, double value, double effective, double hours, Instant changedAt) {

    static Trait of(TraitKey key, double value, double effective, double hours, long changedAtMs) {
        return new Trait(key, Math.round(value * 1e4) / 1e4, Math.round(effective * 100) / 100.0,
                Math.round(hours * 100) / 100.0, Instant.ofEpochMilli(changedAtMs));
    }
}
