package ink.dreamnet.halo.resonance;

import java.util.List;

/// Insights were raised. Published in the transaction that stores them.
///
/// @param insights at least one, in the order of raising
public record InsightsRaised(List<Insight> insights) {

    /// Copies the list.
    public InsightsRaised {
        insights = List.copyOf(insights);
    }
}
