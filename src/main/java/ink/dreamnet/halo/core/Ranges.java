package ink.dreamnet.halo.core;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

/// Checks the numbers of configuration.
public final class Ranges {

    private Ranges() {
    }

    /// @throws IllegalArgumentException where a duration is out of its range; the message names the property
    public static void check(String property, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("%s is %d ms; it must be between %d ms and %d ms".formatted(property,
                    value.toMillis(), least.toMillis(), most.toMillis()));
        }
    }

    /// @throws IllegalArgumentException where a number is out of its range; the message names the property
    public static void check(String property, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException("%s is %s; it must be between %s and %s".formatted(property,
                    plain(value), plain(least), plain(most)));
        }
    }

    /// @return a number without needless digits
    public static String plain(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15 || !Double.isFinite(value)) {
            return Double.isFinite(value) ? Long.toString((long) value) : Double.toString(value);
        }
        return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
    }
}
