package ink.dreamnet.halo.weakpoint;

/// The last 21 observations of one weak point, as bits: 1 is failing, 0 is healthy, the lowest bit is the newest. What was
/// before the first observation counts as healthy.
///
/// The measure is that of Nagios Core ("Detection and Handling of State Flapping"): of the 20 possible changes between
/// neighbours each counts with a weight that grows linearly from 0.75 (the oldest) to 1.25 (the newest), and their sum is
/// divided by 20.
record Samples(int bits) {

    /// How many observations are remembered.
    static final int SIZE = 21;
    static final Samples NONE = new Samples(0);

    private static final int MASK = (1 << SIZE) - 1;
    private static final int CHANGES = SIZE - 1;
    private static final double OLDEST = 0.75;
    private static final double NEWEST = 1.25;

    /// @return the same after one more observation
    Samples plus(boolean failing) {
        return new Samples((bits << 1 | (failing ? 1 : 0)) & MASK);
    }

    /// @return how much it changes, in percent: 0 where it never did, 100 where it always did
    double percentStateChange() {
        double changes = 0;
        for (int age = 0; age < CHANGES; age++) {
            if ((bits >> age & 1) != (bits >> age + 1 & 1)) {
                changes += NEWEST - age * (NEWEST - OLDEST) / (CHANGES - 1);
            }
        }
        return changes * 100 / CHANGES;
    }
}
