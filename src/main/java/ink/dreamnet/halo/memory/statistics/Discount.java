package ink.dreamnet.halo.memory.statistics;

import java.time.Duration;

/// Lets what was seen long ago count less, because what is watched changes: a weight that halves again and again
/// (exponential discounting; A. Garivier and E. Moulines 2011, *On upper-confidence bound policies for switching bandit
/// problems*, ALT 2011).
///
/// weight = 2^(−age / half-life)
///
/// @param halfLife after which an outcome counts half; positive
public record Discount(Duration halfLife) {

    /// Thirty days.
    public static final Discount DEFAULT = new Discount(Duration.ofDays(30));

    /// @throws IllegalArgumentException where the half-life is not positive
    public Discount {
        if (halfLife.isNegative() || halfLife.isZero()) {
            throw new IllegalArgumentException("A half-life of " + halfLife + " is not positive");
        }
    }

    /// @param age of an outcome; a negative one, of an outcome from the future, counts as none
    /// @return 0 to 1
    public double weight(Duration age) {
        return age.isNegative() ? 1 : Math.exp(-Math.log(2) * hours(age) / hours(halfLife));
    }

    private static double hours(Duration duration) {
        return (duration.getSeconds() + duration.getNano() / 1e9) / 3600;
    }
}
