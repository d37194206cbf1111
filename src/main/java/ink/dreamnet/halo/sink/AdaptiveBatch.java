package ink.dreamnet.halo.sink;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// How many events go at once to a sink that takes many: half as many after each failure, twice as many after each success. So
/// one that does not get through is alone in the end; if the next one does, it is sent apart from then on.
final class AdaptiveBatch {

    private final int most;
    private final Set<UUID> apart = new HashSet<>();
    private int size;
    private @Nullable UUID failedLast;

    /// @param most how many it takes at most, at least 1
    AdaptiveBatch(int most) {
        this.most = most;
        this.size = most;
    }

    /// @return the same parcels, those of lanes that were tried least before the others
    static List<PendingDelivery> order(List<PendingDelivery> parcels) {
        Map<String, Integer> tried = new HashMap<>();
        parcels.forEach(parcel -> tried.merge(parcel.lane(), parcel.row().attempts(), Math::max));
        return parcels.stream().sorted(Comparator.comparing(parcel -> tried.getOrDefault(parcel.lane(), 0))).toList();
    }

    /// @param parcels at least one
    /// @return how many of the first of them are to be sent at once
    int first(List<PendingDelivery> parcels) {
        int count = 1;
        if (!apart.contains(parcels.getFirst().id())) {
            while (count < Math.min(size, parcels.size()) && !apart.contains(parcels.get(count).id())) {
                count++;
            }
        }
        return count;
    }

    /// Notes that some were taken.
    void taken(List<PendingDelivery> parcels) {
        parcels.forEach(parcel -> apart.remove(parcel.id()));
        if (failedLast != null) {
            apart.add(failedLast);
            failedLast = null;
        }
        size = Math.min(most, Math.max(size, parcels.size() * 2));
    }

    /// Notes that some were not taken.
    void failed(List<PendingDelivery> parcels) {
        if (!apart.contains(parcels.getFirst().id())) {
            size = Math.max(1, parcels.size() / 2);
        }
        failedLast = parcels.size() == 1 ? parcels.getFirst().id() : null;
    }

    /// Notes that one is not sent any more.
    void over(PendingDelivery parcel) {
        apart.remove(parcel.id());
        failedLast = null;
    }
}
