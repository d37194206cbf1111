package ink.dreamnet.halo.resonance.group;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Splits subjects into groups by the pairs that belong together, by average linkage (R. R. Sokal and C. D. Michener 1958, Univ. Kansas
/// Sci. Bull. 38:1409): the two groups between which the largest share of pairs belongs together become one, as long as that is half of
/// them; among equals those that fell together more often. One pair alone joins no two groups, as single linkage would, and one that is
/// missing keeps none apart, as complete linkage would.
final class Clusters {

    private static final double LEAST_LINKED = 0.5;

    private final List<SortedSet<Integer>> clusters = new ArrayList<>();
    private final double[][] linked;
    private final double[][] joint;

    private Clusters(Collection<Pair> links) {
        SortedSet<Integer> subjects = new TreeSet<>();
        links.forEach(pair -> subjects.addAll(List.of(pair.first, pair.second)));
        List<Integer> order = List.copyOf(subjects);
        subjects.forEach(subject -> clusters.add(new TreeSet<>(List.of(subject))));
        linked = new double[order.size()][order.size()];
        joint = new double[order.size()][order.size()];
        for (Pair pair : links) {
            int one = subjects.headSet(pair.first).size();
            int other = subjects.headSet(pair.second).size();
            linked[one][other] = linked[other][one] = 1;
            joint[one][other] = joint[other][one] = pair.joint;
        }
    }

    /// O(m³) for m subjects.
    ///
    /// @param links the pairs that belong together
    /// @return the groups
    static List<SortedSet<Integer>> of(Collection<Pair> links) {
        Clusters clusters = new Clusters(links);
        while (clusters.merge()) {
            // until nothing is near enough
        }
        return clusters.clusters.stream().filter(cluster -> cluster.size() > 1).toList();
    }

    private boolean merge() {
        int left = -1;
        int right = -1;
        double most = LEAST_LINKED;
        double mostJoint = 0;
        for (int one = 0; one < clusters.size(); one++) {
            for (int other = one + 1; other < clusters.size(); other++) {
                double pairs = (double) clusters.get(one).size() * clusters.get(other).size();
                double share = pairs == 0 ? 0 : linked[one][other] / pairs;
                double times = pairs == 0 ? 0 : joint[one][other] / pairs;
                if (share > most || share == most && times > mostJoint) {
                    most = share;
                    mostJoint = times;
                    left = one;
                    right = other;
                }
            }
        }
        if (left < 0) {
            return false;
        }
        clusters.get(left).addAll(clusters.get(right));
        clusters.get(right).clear();
        for (int other = 0; other < clusters.size(); other++) {
            linked[left][other] += linked[right][other];
            linked[other][left] = linked[left][other];
            joint[left][other] += joint[right][other];
            joint[other][left] = joint[left][other];
        }
        return true;
    }
}
