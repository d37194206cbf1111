package ink.dreamnet.halo.memory.statistics;

import java.util.List;

/// How probable it is that something has happened by a horizon, where not everything was watched that long: who was watched for
/// an hour tells about that hour and nothing about the day. Leaving the rest out, or counting it as "did not happen",
/// would be wrong.
///
/// From a table of intervals, in each of which whoever was lost counts half (S. J. Cutler and F. Ederer 1958, *Maximum utilization
/// of the life table method in analyzing survival*, J. Chronic Dis. 8:699). The variance is that of M. Greenwood (1926), *The natural
/// duration of cancer*: S² · Σ d / (n·(n − d)). The effective size, the number of fully watched ones that would tell as much, is
/// S·(1 − S) / variance (Cutler and Ederer 1958; F. J. Dorey and E. L. Korn 1987, *Effective sample sizes for confidence intervals for
/// survival probabilities*, Statistics in Medicine 6:679).
///
/// @param probability that it has happened by the horizon, 0 to 1
/// @param variance of the probability; 0 where it is 0 or 1, which is no certainty
/// @param effectiveSize as how many fully watched ones this counts; where the probability is 0 or 1, how many were at risk in
///        the last interval
public record LifeTable(double probability, double variance, double effectiveSize) {

    /// Nobody was watched.
    public static final LifeTable NONE = new LifeTable(0, 0, 0);

    /// An interval of a life table.
    ///
    /// @param entered how many were watched at its start, 0 or more
    /// @param happened to how many of them it happened in the interval
    /// @param lost how many of them were not watched to its end although it had not happened to them
    public record Row(long entered, long happened, long lost) {

        /// @throws IllegalArgumentException where the counts are impossible
        public Row {
            if (happened < 0 || lost < 0 || entered < happened + lost) {
                throw new IllegalArgumentException("%d entered, %d happened and %d lost are no row".formatted(entered,
                        happened, lost));
            }
        }
    }

    /// Where the intervals are the single times of events, it is the product limit (E. L. Kaplan and P. Meier 1958, *Nonparametric
    /// estimation from incomplete observations*, JASA 53:457).
    ///
    /// @param rows the intervals up to the horizon, in their order
    public static LifeTable ofRows(List<Row> rows) {
        double survival = 1;
        double sum = 0;
        double atRisk = 0;
        for (Row row : rows) {
            double exposed = row.entered() - row.lost() / 2.0;
            if (exposed <= 0) {
                break;
            }
            atRisk = exposed;
            survival *= 1 - row.happened() / exposed;
            sum += row.happened() / (exposed * (exposed - row.happened()));
        }
        if (survival <= 0 || sum == 0) {
            return new LifeTable(1 - survival, 0, atRisk);
        }
        double variance = survival * survival * sum;
        return new LifeTable(1 - survival, variance, survival * (1 - survival) / variance);
    }
}
