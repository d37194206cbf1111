package ink.dreamnet.halo.resonance.origin;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

import org.apache.commons.statistics.distribution.BetaDistribution;

/// Tells from the number of subjects that became weak within 15 minutes whether that is a storm: at least three, and more than a
/// negative binomial with their own moving mean and variance gives once in a thousand windows. A Poisson distribution would not do,
/// because outages come in clusters anyway. O(onsets) for each cycle, and what is held is those of 15 minutes. Not for use by several
/// threads at once.
///
/// @param <S> what subjects are known by
public final class Storms<S> {

    /// Onsets that far apart at most are of one storm, in ms.
    public static final long WINDOW_MS = 15 * 60_000;

    /// Two that become weak together are no storm.
    private static final int LEAST = 3;
    private static final double LEVEL = 1e-3;
    /// The mean is over about a week.
    private static final double MEMORY_MS = 7 * 24 * 3_600_000.0;
    /// Before anything is known, so many of the subjects are taken to become weak in 15 minutes; that wears off within a day.
    private static final double FIRST_SHARE = 0.01;
    private static final double FIRST_MS = 24 * 3_600_000.0;
    private static final double LEAST_MEAN = 0.01;
    /// The least variance by mean: that of status pages is 1.1 to 10 in 5 minutes.
    private static final double LEAST_DISPERSION = 1.5;

    private final Deque<Onset<S>> recent = new ArrayDeque<>();
    private double mean;
    private double square;
    private double watchedMs;
    private long lastMs = Long.MIN_VALUE;
    private int least = LEAST;

    private record Onset<S>(S subject, long atMs) {
    }

    /// Takes in a cycle. Of one that is taken in again, only the onsets count that are new.
    ///
    /// @param atMs when it observed, in ms since 1970
    /// @param onsets who became weak
    /// @param fleet how many are watched
    /// @return who became weak within the last 15 minutes, in that order, where that is a storm; otherwise nobody
    public Set<S> cycle(long atMs, Collection<S> onsets, int fleet) {
        while (!recent.isEmpty() && atMs - recent.getFirst().atMs() >= WINDOW_MS) {
            recent.removeFirst();
        }
        onsets.forEach(each -> recent.addLast(new Onset<>(each, atMs)));
        Set<S> together = new LinkedHashSet<>();
        recent.forEach(each -> together.add(each.subject()));
        if (atMs > lastMs) {
            least = together.size() < LEAST ? LEAST : leastOf(fleet * FIRST_SHARE);
            if (lastMs != Long.MIN_VALUE) {
                // a storm is no part of what it is compared with
                learn(Math.min(together.size(), least - 1), atMs - lastMs);
            }
            lastMs = atMs;
        }
        return together.size() >= least ? together : Set.of();
    }

    private void learn(double count, double ms) {
        watchedMs += ms;
        double weight = Math.min(1, ms / Math.min(watchedMs, MEMORY_MS));
        mean += weight * (count - mean);
        square += weight * (count * count - square);
    }

    /// @return how many are a storm
    private int leastOf(double first) {
        double known = Math.min(1, watchedMs / FIRST_MS);
        double mu = Math.max(LEAST_MEAN, mean * known + first * (1 - known));
        double squares = square * known + first * (LEAST_DISPERSION + first) * (1 - known);
        double variance = Math.max(squares - mu * mu, mu * LEAST_DISPERSION);
        double size = mu * mu / (variance - mu);
        int critical = Math.max(LEAST, (int) mu);
        // P(X >= n) is a regularized incomplete beta function (Johnson, Kemp and Kotz, Univariate Discrete Distributions, 5.6)
        while (BetaDistribution.of(critical, size).cumulativeProbability(mu / (mu + size)) >= LEVEL) {
            critical++;
        }
        return critical;
    }
}
