package ink.dreamnet.halo.task;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The repairs that were verified as ineffective since the last one that helped, by weak point and strategy.
///
/// @param steps their names in the order of the tries
public record FailedSteps(Map<Key, List<String>> steps) {

    /// Whose repairs did not help.
    ///
    /// @param weakPoint what they were to repair
    /// @param strategy the strategy that proposed them
    public record Key(UUID weakPoint, String strategy) {
    }

    /// Copies the map.
    public FailedSteps {
        steps = Map.copyOf(steps);
    }

    /// @return the steps that did not help, each once; none where none was tried
    public List<String> of(UUID weakPoint, String strategy) {
        return steps.getOrDefault(new Key(weakPoint, strategy), List.of());
    }
}
