package ink.dreamnet.halo.memory.statistics;

/// Counts of outcomes in which older ones may weigh less.
///
/// @param successes the weight of the successes, 0 to `trials`
/// @param trials the weight of all outcomes, finite
public record Tally(double successes, double trials) {

    /// Nothing was counted.
    public static final Tally NONE = new Tally(0, 0);
    /// What repeated discounting may lose to rounding.
    private static final double ROUNDING = 1e-9;

    /// @throws IllegalArgumentException where the counts are impossible
    public Tally {
        if (!(successes >= 0 && successes <= trials * (1 + ROUNDING) && trials < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("%s of %s is no count".formatted(successes, trials));
        }
        successes = Math.min(successes, trials);
    }

    /// @param weight of this outcome, 0 or more; 1 for one that is not discounted
    public Tally plus(boolean success, double weight) {
        return new Tally(successes + (success ? weight : 0), trials + weight);
    }

    /// @return both together
    public Tally plus(Tally other) {
        return new Tally(successes + other.successes, trials + other.trials);
    }

    /// @param weight of what was counted, 0 or more
    public Tally times(double weight) {
        return new Tally(successes * weight, trials * weight);
    }
}
