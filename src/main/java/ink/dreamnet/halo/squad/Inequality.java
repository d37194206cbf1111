package ink.dreamnet.halo.squad;

import java.util.Arrays;

/// How unevenly work is spread: Gini's coefficient (C. Gini 1912, *Variabilità e mutabilità*), corrected for small numbers
/// of members by n/(n−1) so that 1 means that one member does everything, however many there are.
final class Inequality {

    private Inequality() {
    }

    /// @param shares what each does, at least two, none negative
    /// @return 0 (all do the same) to 1 (one does everything); 0 where nobody does anything
    static double of(long[] shares) {
        int n = shares.length;
        if (n < 2) {
            throw new IllegalArgumentException("%d members share nothing".formatted(n));
        }
        long[] sorted = shares.clone();
        Arrays.sort(sorted);
        double sum = 0;
        double weighted = 0;
        for (int i = 0; i < n; i++) {
            sum += sorted[i];
            weighted += (i + 1.0) * sorted[i];
        }
        if (sum == 0) {
            return 0;
        }
        double gini = (2 * weighted - (n + 1) * sum) / (n * sum);
        return Math.clamp(gini * n / (n - 1), 0, 1);
    }
}
