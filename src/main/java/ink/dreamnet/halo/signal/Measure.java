package ink.dreamnet.halo.signal;

import java.util.Locale;
import java.util.function.ToLongFunction;

/// What is counted of a source.
public enum Measure {
    REQUESTS(Counts::requests), ERRORS(Counts::errors);

    private final ToLongFunction<Counts> count;

    Measure(ToLongFunction<Counts> count) {
        this.count = count;
    }

    /// @return its name in sentences and in the database
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @return the number in these counts
    public long of(Counts counts) {
        return count.applyAsLong(counts);
    }
}
