package ink.dreamnet.halo.resonance.group;

import java.util.HashMap;
import java.util.Map;

import ink.dreamnet.halo.resonance.timeline.Fleet;

/// Which subjects declare the same: a host, a data centre. Two that do are likelier to fall together, so that less evidence is needed.
/// A label that half of the fleet has says nothing.
final class SharedLabels {

    private final Fleet fleet;
    private final Map<Map.Entry<String, String>, Integer> counts = new HashMap<>();
    private int counted;
    private double pairs;

    SharedLabels(Fleet fleet) {
        this.fleet = fleet;
    }

    /// Counts again where the fleet has grown. O(n) then.
    void refresh() {
        if (counted == fleet.size()) {
            return;
        }
        counted = fleet.size();
        counts.clear();
        for (int number = 0; number < counted; number++) {
            fleet.labels(number).entrySet().forEach(label -> counts.merge(label, 1, Integer::sum));
        }
        pairs = counts.values().stream().filter(this::distinguishes).mapToDouble(count -> count * (count - 1.0) / 2)
                .sum();
    }

    /// @return how many pairs share a label at most
    double pairs() {
        return pairs;
    }

    boolean shared(int one, int other) {
        Map<String, String> labels = fleet.labels(other);
        return fleet.labels(one).entrySet().stream()
                .anyMatch(label -> label.getValue().equals(labels.get(label.getKey()))
                        && distinguishes(counts.getOrDefault(label, 0)));
    }

    private boolean distinguishes(int count) {
        return count > 1 && 2 * count <= counted;
    }
}
