package ink.dreamnet.halo.memory.statistics;

/// Bounds between which a quantity lies.
///
/// @param lower at most `upper`
/// @param upper the upper bound
public record Interval(double lower, double upper) {

    /// @throws IllegalArgumentException where the bounds are no numbers or change places
    public Interval {
        if (!(lower <= upper)) {
            throw new IllegalArgumentException("%s to %s is no interval".formatted(lower, upper));
        }
    }

    /// @return whether the value lies between the bounds or on one of them
    public boolean contains(double value) {
        return lower <= value && value <= upper;
    }

    /// @return how far the bounds are apart
    public double width() {
        return upper - lower;
    }
}
