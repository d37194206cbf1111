package ink.dreamnet.halo.squad;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How fast the squads of one group are. A squad is compared with its whole group, itself included: a median and its
/// absolute deviation hardly notice one value, and so they are computed once for all.
///
/// @param logarithms the natural logarithms of their medians in milliseconds; durations of squads differ by factors
record Peers(Robust logarithms) {

    /// @return the peers by the name of their group; a group of which nothing is known is missing
    static Map<String, Peers> of(List<SquadActivity> activities) {
        Map<String, List<Double>> medians = new HashMap<>();
        for (SquadActivity activity : activities) {
            if (activity.pace() != null) {
                medians.computeIfAbsent(activity.squad().peerGroup(), any -> new ArrayList<>())
                        .add(log(activity.pace().medianMs()));
            }
        }
        Map<String, Peers> peers = new HashMap<>();
        medians.forEach((group, logs) -> peers.put(group,
                new Peers(Robust.of(logs.stream().mapToDouble(Double::doubleValue).toArray()))));
        return peers;
    }

    /// @return how many others there are
    int others() {
        return logarithms.count() - 1;
    }

    /// @return the median in milliseconds
    double medianMs() {
        return Math.exp(logarithms.median());
    }

    static double log(double millis) {
        return Math.log(Math.max(millis, 1e-3));
    }
}
