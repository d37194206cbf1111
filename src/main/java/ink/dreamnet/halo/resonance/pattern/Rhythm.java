package ink.dreamnet.halo.resonance.pattern;

/// A density on a circle of some length in time: around a middle, with some of it everywhere. Fitted to times by their mean direction
/// and resultant length R (N. I. Fisher 1993, *Statistical Analysis of Circular Data*): the spread is that of the wrapped normal
/// distribution, √(−2 ln R).
///
/// @param periodMs the length
/// @param middleMs the middle of it, from 0 to the length
/// @param spreadMs how far around it
record Rhythm(double periodMs, double middleMs, double spreadMs) {

    /// How much of the density is everywhere.
    private static final double ANYWHERE = 0.1;
    /// A cycle of 5 minutes: closer than that nobody knows when it began.
    private static final double LEAST_SPREAD_MS = 5 * Spans.MINUTE_MS;
    /// From here on the density is nearly even.
    private static final double WIDEST = 0.5;

    /// Fits the density to times.
    ///
    /// @param times in ms, at least one
    /// @param from the index of the first to use
    static Rhythm fit(double[] times, int from, double periodMs) {
        double x = 0;
        double y = 0;
        for (int i = from; i < times.length; i++) {
            double angle = 2 * Math.PI * (times[i] / periodMs % 1);
            x += Math.cos(angle);
            y += Math.sin(angle);
        }
        double length = Math.hypot(x, y) / (times.length - from);
        double middle = Math.atan2(y, x) / (2 * Math.PI);
        double spread = Math.sqrt(-2 * Math.log(Math.clamp(length, 1e-9, 1)));
        return new Rhythm(periodMs, (middle < 0 ? middle + 1 : middle) * periodMs,
                Math.clamp(spread / (2 * Math.PI) * periodMs, LEAST_SPREAD_MS, WIDEST * periodMs));
    }

    /// @return the density at a time, times the period: 1 is what it is on average
    double density(double ms) {
        double away = away(ms) / spreadMs;
        return ANYWHERE + (1 - ANYWHERE) * periodMs / (spreadMs * Math.sqrt(2 * Math.PI)) * Math.exp(-away * away / 2);
    }

    /// @return how far from the nearest middle a time is, in ms
    double away(double ms) {
        double away = Math.abs((ms - middleMs) / periodMs % 1);
        return Math.min(away, 1 - away) * periodMs;
    }

    /// How much better the times of some onsets fit than if the gaps between them had come in another order: the product of their
    /// densities, divided by the mean of it over all orders of the gaps. 1 on average where the gaps are exchangeable. Instead of all n!
    /// orders it goes over the 2ⁿ sets of gaps that can lie before an onset, each with the sum over the orders that lead to it, which is
    /// exact.
    ///
    /// @param times the onset before, and then n of them, n at most 16
    /// @return 0 or more, at most n!
    double againstShuffled(double[] times) {
        int gaps = times.length - 1;
        double[] elapsed = new double[1 << gaps];
        double[] mean = new double[1 << gaps];
        mean[0] = 1;
        double real = 1;
        for (int i = 1; i <= gaps; i++) {
            real *= density(times[i]);
        }
        for (int set = 1; set < elapsed.length; set++) {
            int lowest = Integer.numberOfTrailingZeros(set);
            elapsed[set] = elapsed[set & (set - 1)] + times[lowest + 1] - times[lowest];
            double sum = 0;
            for (int rest = set; rest != 0; rest &= rest - 1) {
                sum += mean[set & ~Integer.lowestOneBit(rest)];
            }
            // the mean instead of the sum over the orders within the set
            mean[set] = sum / Integer.bitCount(set) * density(times[0] + elapsed[set]);
        }
        return real / mean[elapsed.length - 1];
    }
}
