package ink.dreamnet.halo.sink;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// The size of batches for a sink that accepts many events at once: halved by each failure, doubled by each success. So an event
/// that fails is alone in the end; if the next one succeeds, it is isolated from then on.
final class AdaptiveBatch {

    private final int most;
    private final Set<UUID> isolated = new HashSet<>();
    private int size;
    private @Nullable UUID failedLast;

    /// @param most how many the sink accepts at most, at least 1
    AdaptiveBatch(int most) {
        this.most = most;
        this.size = most;
    }

    /// @return the same deliveries, those of lanes with the fewest attempts first
    static List<PendingDelivery> order(List<PendingDelivery> deliveries) {
        Map<String, Integer> tried = new HashMap<>();
        deliveries.forEach(delivery -> tried.merge(delivery.lane(), delivery.row().attempts(), Math::max));
        return deliveries.stream().sorted(Comparator.comparing(delivery -> tried.getOrDefault(delivery.lane(), 0)))
                .toList();
    }

    /// @param deliveries at least one
    /// @return how many of the first of them are to be sent at once
    int first(List<PendingDelivery> deliveries) {
        int count = 1;
        if (!isolated.contains(deliveries.getFirst().id())) {
            while (count < Math.min(size, deliveries.size()) && !isolated.contains(deliveries.get(count).id())) {
                count++;
            }
        }
        return count;
    }

    /// Grows after a success.
    void accepted(List<PendingDelivery> deliveries) {
        deliveries.forEach(delivery -> isolated.remove(delivery.id()));
        if (failedLast != null) {
            isolated.add(failedLast);
            failedLast = null;
        }
        size = Math.min(most, Math.max(size, deliveries.size() * 2));
    }

    /// Shrinks after a failure.
    void failed(List<PendingDelivery> deliveries) {
        if (!isolated.contains(deliveries.getFirst().id())) {
            size = Math.max(1, deliveries.size() / 2);
        }
        failedLast = deliveries.size() == 1 ? deliveries.getFirst().id() : null;
    }

    /// Forgets a dead letter.
    void dead(PendingDelivery delivery) {
        isolated.remove(delivery.id());
        failedLast = null;
    }
}
