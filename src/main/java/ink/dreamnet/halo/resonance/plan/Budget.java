package ink.dreamnet.halo.resonance.plan;

/// Holds the share of looks that are spent. What decides over a look is its price: it is made where it is expected to end more waiting than
/// that. The price moves slowly, so that more is spent when much may happen and less when all is calm, and on average the budget. What
/// was not spent is kept for later; never more is spent than was kept, but for looks that are owed in any case.
final class Budget {

    /// How much the logarithm of the price moves in a cycle in which all subjects were looked at instead of none.
    private static final double STEP = 1e-3;
    /// What is to be kept, in looks at each subject.
    private static final double RESERVE = 200;
    /// In how many cycles a debt is repaid: 30 days of 5 minutes.
    private static final double HORIZON = 8_640;
    /// How far from the budget what is spent at will may be, to repay or to use up, as a share of the budget.
    private static final double LEAST = 0.5;
    private static final double MOST = 1.5;
    /// A day of 5 minutes.
    private static final double MEAN_OF = 288;

    private final double share;
    private double kept;
    private double owed;
    private double price = Double.NaN;
    private double mean = Double.NaN;

    /// @param share of all looks, above 0 and at most 1
    Budget(double share) {
        this.share = share;
    }

    /// Sets the price at the start.
    ///
    /// @param rate the mean of the expected number of onsets of a subject in a cycle
    void start(double rate) {
        if (Double.isNaN(price)) {
            price = rate * LEAST / (share * share);
        }
    }

    /// Takes in what a cycle did.
    ///
    /// @param subjects how many there were, above 0
    /// @param looks how many looks it made
    /// @param owedLooks how many of them were owed in any case
    /// @param wanted how many looks were worth the price, whether they were made or not
    void spent(int subjects, int looks, int owedLooks, int wanted) {
        // those that were added since the plan were looked at beside it
        double spent = Math.min(1, (double) looks / subjects);
        mean = Double.isNaN(mean) ? spent : mean + (spent - mean) / MEAN_OF;
        kept += share - spent;
        owed += ((double) owedLooks / subjects - owed) / HORIZON;
        double target = Math.clamp(share - owed + (kept - RESERVE) / HORIZON, share * LEAST, Math.min(1, share * MOST));
        int free = subjects - owedLooks;
        price *= Math.exp(STEP * (wanted - target * free) / subjects);
    }

    /// @return what a look has to be worth
    double price() {
        return price;
    }

    /// @return the share of looks over about a day; NaN before the first cycle
    double mean() {
        return mean;
    }

    /// @return how many looks the next cycle may make
    double allowance(int subjects) {
        return Math.max(kept + share, share * LEAST) * subjects;
    }
}
