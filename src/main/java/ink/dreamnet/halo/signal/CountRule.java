package ink.dreamnet.halo.signal;

import java.time.Duration;

import ink.dreamnet.halo.core.Ranges;

/// When a count of requests or errors makes HALO run.
///
/// @param enabled whether it does
/// @param mode by a fixed threshold, by what is normal for each source, or both
/// @param threshold how many within the window are enough, in sum over all sources, 1 to 10¹²
/// @param window how far the sliding window looks back, 5 s to 1 h
/// @param cooldown how long after a firing it does not fire again, 0 to 24 h
public record CountRule(boolean enabled, Mode mode, long threshold, Duration window, Duration cooldown) {

    enum Mode {
        /// The count reaches the threshold.
        FIXED,
        /// A source does what it normally does not.
        ADAPTIVE,
        /// Either of them.
        BOTH;

        boolean fixed() {
            return this != ADAPTIVE;
        }

        boolean adaptive() {
            return this != FIXED;
        }
    }

    /// @param property under which name it is configured
    /// @param variable the environment variable of the threshold
    /// @throws IllegalArgumentException where a value is out of its range
    CountRule checked(String property, String variable) {
        Ranges.check(property + ".threshold (" + variable + ")", threshold, 1, 1e12);
        Ranges.check(property + ".window", window, SignalStore.FINE, Duration.ofHours(1));
        Ranges.check(property + ".cooldown", cooldown, Duration.ZERO, Duration.ofHours(24));
        return this;
    }
}
