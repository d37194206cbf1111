package ink.dreamnet.halo.cycle;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// A cycle is completed and recorded. Published in the transaction that records it.
///
/// @param cycle its record
/// @param opened how many weak points are new
/// @param reopened how many came back
/// @param resolved how many are no more
/// @param seen how many weak points of each severity it saw
/// @param doubts the analyzers that are inconclusive now, and were not when they ran before
/// @param squad the squad to which all its tasks are routed; null where that is not one squad
public record CycleRecorded(CycleSummary cycle, int opened, int reopened, int resolved, Seen seen,
        List<Doubt> doubts, @Nullable String squad) {

    /// Copies the list.
    public CycleRecorded {
        doubts = List.copyOf(doubts);
    }

    /// How many weak points a cycle saw.
    public record Seen(int critical, int high, int medium) {
    }

    /// An analyzer that became inconclusive.
    ///
    /// @param analyzer its name
    /// @param reason why
    public record Doubt(String analyzer, String reason) {
    }
}
