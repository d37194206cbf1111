package ink.dreamnet.halo.resonance.origin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

import ink.dreamnet.halo.resonance.timeline.Fleet;

/// What is open in one cycle, who explains whom along declared dependencies, and what belongs together. O(open × what each depends on).
/// Used once.
final class Openings {

    /// So much of what a subject depends on is searched at most.
    private static final int MOST_BELOW = 256;
    private static final int MOST_CANDIDATES = 10;

    private final Fleet fleet;
    private final SortedMap<Integer, Open> open;
    private final Map<Integer, Set<Integer>> below = new HashMap<>();
    private final Map<Integer, List<Open>> explained = new HashMap<>();
    private final Set<Integer> explainable = new HashSet<>();
    private final Map<Integer, Integer> parents = new HashMap<>();

    /// @param open what is open, by its number
    Openings(Fleet fleet, SortedMap<Integer, Open> open) {
        this.fleet = fleet;
        this.open = open;
        open.keySet().forEach(each -> below.put(each, below(each)));
        open.forEach((effect, one) -> {
            for (int cause : below.getOrDefault(effect, Set.of())) {
                Open other = open.get(cause);
                if (other != null && other.explains(one)) {
                    explained.computeIfAbsent(cause, any -> new ArrayList<>()).add(one);
                    if (!below.getOrDefault(cause, Set.of()).contains(effect)) {
                        explainable.add(effect);
                    }
                    join(cause, effect);
                }
            }
        });
    }

    /// @return the numbers of what a subject depends on, directly or through others
    private Set<Integer> below(int subject) {
        Set<Integer> found = new TreeSet<>();
        Deque<Integer> next = new ArrayDeque<>(fleet.dependsOn(subject));
        while (!next.isEmpty() && found.size() < MOST_BELOW) {
            int each = next.removeFirst();
            if (each != subject && found.add(each)) {
                next.addAll(fleet.dependsOn(each));
            }
        }
        return found;
    }

    /// Notes that two that are open belong together.
    void join(int one, int other) {
        int a = root(one);
        int b = root(other);
        if (a != b) {
            parents.put(Math.max(a, b), Math.min(a, b));
        }
    }

    private int root(int subject) {
        int root = subject;
        for (Integer next = parents.get(root); next != null; next = parents.get(root)) {
            root = next;
        }
        if (root != subject) {
            parents.put(subject, root);
        }
        return root;
    }

    /// @return what belongs together, each at least two, in the order of the first number of each; the members in the order in which they
    ///         became open
    List<List<Open>> together() {
        Map<Integer, List<Open>> byRoot = new LinkedHashMap<>();
        open.forEach((subject, one) -> byRoot.computeIfAbsent(root(subject), any -> new ArrayList<>()).add(one));
        return byRoot.values().stream().filter(members -> members.size() > 1)
                .map(members -> members.stream()
                        .sorted(Comparator.comparingLong(Open::sinceMs).thenComparingInt(Open::subject)).toList())
                .toList();
    }

    /// @return whether two of them explain each other that nobody reported, one of them so clearly that it is no chance
    boolean standsOut(List<Open> members, double clearly) {
        return members.stream().anyMatch(cause -> explained.getOrDefault(cause.subject(), List.of()).stream()
                .anyMatch(effect -> Math.max(cause.z(), effect.z()) >= clearly));
    }

    /// Ranks where it may have begun: first what depends on nothing that explains it, then by how many it explains, how bad it is, and
    /// since when.
    ///
    /// @return empty where nobody explains anybody
    List<Candidate> candidates(List<Open> members) {
        return members.stream()
                .filter(each -> explained.containsKey(each.subject()) || explainable.contains(each.subject()))
                .sorted(Comparator.comparing((Open each) -> explainable.contains(each.subject()))
                        .thenComparing(this::fit, Comparator.reverseOrder())
                        .thenComparing(Open::badness, Comparator.reverseOrder()).thenComparingLong(Open::sinceMs)
                        .thenComparingInt(Open::subject))
                .limit(MOST_CANDIDATES).map(each -> candidate(each, members.size() - 1)).toList();
    }

    /// @return how many open ones a subject explains
    int explains(Open one) {
        return explained.getOrDefault(one.subject(), List.of()).size();
    }

    /// @return the same, but less where something else is wrong with the other
    private double fit(Open one) {
        return explained.getOrDefault(one.subject(), List.of()).stream().mapToDouble(one::fits)
                .sum();
    }

    private Candidate candidate(Open one, int others) {
        boolean deepest = !explainable.contains(one.subject());
        double share = fit(one) / Math.max(1, others);
        return new Candidate(one.subject(), (deepest ? 1 + share : share) / 2,
                "%s; %d of %d others depend on it, and %s"
                        .formatted(one.describe(), explains(one), others,
                                deepest
                                        ? "nothing that it depends on explains that"
                                        : "something that it depends on may be why"));
    }
}
