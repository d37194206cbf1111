package ink.dreamnet.halo.resonance.group;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.resonance.pattern.Detector;
import ink.dreamnet.halo.resonance.pattern.Finding;
import ink.dreamnet.halo.resonance.pattern.Findings;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Episode;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Timeline;

/// Finds subjects whose onsets coincide: that they are weak at the same time says little, because what is weak for long is so together with
/// everything.
///
/// Only pairs that were seen together are counted, and only what fell in a cycle is looked at: O(w·k) for w onsets within a window and k
/// in the cycle, and then O(m³) for the m subjects that are connected with them, at most [#MOST_CONNECTED]. Memory O([#MOST_PARTNERS]) for each subject that
/// ever fell. Not for use by several threads at once.
public final class GroupDetector implements Detector {

    private static final String PATTERN = "group";
    /// Onsets are together if they are at most that many cycles apart.
    private static final int WINDOW = 3;
    /// With more onsets in a window it is a storm, which says nothing of pairs.
    private static final int STORM = 64;
    private static final int MOST_PARTNERS = 128;
    /// How many subjects are split into groups at a time.
    private static final int MOST_CONNECTED = 256;
    /// The 99.9 % quantile of χ² with one degree of freedom, and the 95 % one for those that share a label.
    private static final double LEAST_G2 = 10.83;
    private static final double LEAST_G2_SHARED = 3.84;
    private static final double LEAST_LIFT = 3;
    /// With how many others a subject is taken to fall before anything is known: the larger the fleet, the more pairs meet by chance, and
    /// the more the evidence has to say. With those that share a label it is taken to fall.
    private static final double PARTNERS = 3;
    private static final int LEAST_JOINT = 5;
    private static final int LEAST_JOINT_SHARED = 3;
    /// How many times its mean the rate of onsets of a subject is, soon after it recovered: as observed on 38 public status pages. What falls
    /// again and again within a day meets the onsets of others by chance more often than its mean rate says.
    private static final long[] SINCE_RECOVERY_MS = {Duration.ofHours(1).toMillis(), Duration.ofHours(6).toMillis(),
            Duration.ofDays(1).toMillis()};
    private static final double[] TIMES_THE_MEAN = {40, 10, 4, 1};
    private static final double MOST_CHANCE = 0.5;
    private static final int MOST_NAMED = 5;
    private static final int MOST_CYCLES = 20;

    private final Fleet fleet;
    private final SharedLabels shared;
    private final Map<Integer, Member> members = new HashMap<>();
    private final Deque<Onset> recent = new ArrayDeque<>();
    private final SortedMap<String, Group> groups = new TreeMap<>();
    private final Map<Integer, String> keys = new HashMap<>();
    private Groups all = Groups.NONE;
    private long links;

    private record Onset(int subject, long cycle) {
    }

    private static final class Member {
        private final SortedMap<Integer, Pair> pairs = new TreeMap<>();
        private long onsets;
    }

    /// Finds groups in a fleet, which may grow.
    public GroupDetector(Fleet fleet) {
        this.fleet = fleet;
        this.shared = new SharedLabels(fleet);
    }

    @Override
    public String pattern() {
        return PATTERN;
    }

    /// @return the groups as of the last cycle
    public Groups groups() {
        return all;
    }

    @Override
    public void cycle(CycleFacts facts, Timeline.Changes changes, Timeline timeline, Findings findings) {
        long cycle = timeline.cycles();
        while (!recent.isEmpty() && recent.getFirst().cycle() < cycle - WINDOW) {
            recent.removeFirst();
        }
        if (changes.onsets().isEmpty()) {
            return;
        }
        shared.refresh();
        boolean storm = recent.size() + changes.onsets().size() > STORM;
        for (int subject : changes.onsets()) {
            Member member = members.computeIfAbsent(subject, any -> new Member());
            if (!storm) {
                recent.forEach(onset -> joint(onset, subject, member, cycle, timeline));
            }
            recent.addLast(new Onset(subject, cycle));
        }
        changes.onsets().forEach(subject -> known(subject).onsets++);
        regroup(new TreeSet<>(changes.onsets()), timeline, findings);
    }

    private void joint(Onset before, int subject, Member member, long cycle, Timeline timeline) {
        int other = before.subject();
        Pair known = member.pairs.get(other);
        if (other == subject || known != null && cycle - known.lastCycle <= WINDOW) {
            return;
        }
        double chance = chance(subject, member, timeline);
        if (before.cycle() == cycle) {
            chance = Math.max(chance, chance(other, known(other), timeline));
        }
        Pair pair = known != null ? known : new Pair(Math.min(subject, other), Math.max(subject, other));
        pair.joint(cycle, timeline.atMs(), chance);
        keep(member, other, pair);
        keep(known(other), subject, pair);
    }

    /// How likely an onset of a subject is within a window by chance, from what was known before it.
    private static double chance(int subject, Member member, Timeline timeline) {
        List<Episode> episodes = timeline.episodes(subject);
        int since = SINCE_RECOVERY_MS.length;
        if (episodes.size() > 1) {
            long sinceMs = timeline.atMs() - episodes.get(episodes.size() - 2).recoveredMs();
            while (since > 0 && sinceMs <= SINCE_RECOVERY_MS[since - 1]) {
                since--;
            }
        }
        return Math.min(MOST_CHANCE, TIMES_THE_MEAN[since] * (WINDOW + 1) * (member.onsets + 1)
                / (cycles(subject, timeline) + 1));
    }

    /// @return in how many cycles a subject was watched
    private static double cycles(int subject, Timeline timeline) {
        double all = Math.max(1, timeline.atMs() - timeline.beganMs());
        return timeline.cycles() * (timeline.atMs() - timeline.firstMs(subject)) / all;
    }

    private void keep(Member member, int other, Pair pair) {
        member.pairs.put(other, pair);
        if (member.pairs.size() > MOST_PARTNERS) {
            Pair oldest = Objects.requireNonNull(member.pairs.values().stream()
                    .min(Comparator.comparingLong((Pair one) -> one.lastCycle).thenComparingInt(one -> one.joint))
                    .orElse(null));
            known(oldest.first).pairs.remove(oldest.second);
            known(oldest.second).pairs.remove(oldest.first);
        }
    }

    private Member known(int subject) {
        return Objects.requireNonNull(members.get(subject));
    }

    private void link(Pair pair, Timeline timeline) {
        double one = known(pair.first).onsets;
        double other = known(pair.second).onsets;
        double windows = (double) timeline.cycles() / WINDOW + 1;
        boolean same = shared.shared(pair.first, pair.second);
        double least = same ? 1 : Math.max(1, (fleet.size() - 1) / PARTNERS);
        pair.linked = pair.evidence((long) (one + other)) >= least
                && pair.lift(one, other, windows) >= LEAST_LIFT
                && pair.g2(one, other, windows) >= (same ? LEAST_G2_SHARED : LEAST_G2);
        if (pair.linked && pair.linkedAs == 0) {
            links++;
            pair.linkedAs = links;
        }
    }

    /// Groups what is connected with what fell.
    private void regroup(SortedSet<Integer> fallen, Timeline timeline, Findings findings) {
        SortedSet<Integer> touched = new TreeSet<>(fallen);
        for (int subject : fallen) {
            for (Pair pair : known(subject).pairs.values()) {
                link(pair, timeline);
                touched.add(pair.first);
                touched.add(pair.second);
            }
        }
        List<Collection<Pair>> components = new ArrayList<>();
        SortedMap<String, Group> before = new TreeMap<>();
        while (!touched.isEmpty()) {
            SortedSet<Integer> connected = new TreeSet<>(List.of(touched.first()));
            components.add(component(connected));
            touched.removeAll(connected);
            for (int subject : connected) {
                String key = keys.remove(subject);
                Group group = key == null ? null : groups.remove(key);
                if (group != null) {
                    before.put(group.key(), group);
                }
            }
        }
        components.forEach(linked -> group(linked, before, fallen, findings));
        before.keySet().forEach(key -> findings.end(PATTERN, key));
        all = new Groups(List.copyOf(groups.values()));
    }

    private void group(Collection<Pair> linked, SortedMap<String, Group> before, SortedSet<Integer> fallen,
            Findings findings) {
        for (SortedSet<Integer> cluster : Clusters.of(linked)) {
            List<Pair> own = linked.stream()
                    .filter(pair -> cluster.contains(pair.first) && cluster.contains(pair.second)).toList();
            Group group = group(cluster, own);
            if (group.jointOnsets() >= (sameLabel(own) ? LEAST_JOINT_SHARED : LEAST_JOINT)) {
                groups.put(group.key(), group);
                group.members().forEach(member -> keys.put(member, group.key()));
                if (!group.equals(before.remove(group.key())) || cluster.stream().anyMatch(fallen::contains)) {
                    findings.report(finding(group, own));
                }
            }
        }
    }

    /// Adds to some subjects those that are connected with them.
    ///
    /// @return the pairs between them
    private Collection<Pair> component(SortedSet<Integer> subjects) {
        Deque<Integer> open = new ArrayDeque<>(subjects);
        SortedMap<Long, Pair> linked = new TreeMap<>();
        while (!open.isEmpty()) {
            for (Pair pair : known(open.removeFirst()).pairs.values()) {
                if (pair.linked) {
                    linked.put(pair.linkedAs, pair);
                    for (int subject : List.of(pair.first, pair.second)) {
                        if (subjects.size() < MOST_CONNECTED && subjects.add(subject)) {
                            open.addLast(subject);
                        }
                    }
                }
            }
        }
        return linked.values();
    }

    private boolean sameLabel(List<Pair> pairs) {
        return pairs.stream().allMatch(pair -> shared.shared(pair.first, pair.second));
    }

    /// The pair that was linked first names the group, so that it keeps its name while others join or leave it.
    private static Group group(SortedSet<Integer> members, List<Pair> pairs) {
        Pair eldest = pairs.getFirst();
        Map<Integer, Integer> joint = new HashMap<>();
        for (Pair pair : pairs) {
            joint.merge(pair.first, pair.joint, Math::max);
            joint.merge(pair.second, pair.joint, Math::max);
        }
        // in each window one of them falls first, and the onsets of the others are joint with it
        int most = joint.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        int sum = joint.values().stream().mapToInt(Integer::intValue).sum();
        return new Group("%d-%d".formatted(eldest.first, eldest.second), List.copyOf(members), sum - most);
    }

    private Finding finding(Group group, List<Pair> pairs) {
        double evidence = 0;
        double ofShared = 0;
        for (Pair pair : pairs) {
            double own = pair.evidence(known(pair.first).onsets + known(pair.second).onsets);
            evidence += own;
            ofShared += shared.shared(pair.first, pair.second) ? own : 0;
        }
        // the mean over all pairs of the fleet is an e-value whichever of them are picked out afterwards
        double pairsOfAll = Math.max(1, fleet.size() * (fleet.size() - 1.0) / 2);
        double eValue = shared.pairs() == 0
                ? evidence / pairsOfAll
                : (evidence / pairsOfAll + ofShared / shared.pairs()) / 2;
        List<Long> cyclesMs = pairs.stream().map(pair -> pair.lastMs).distinct().sorted(Comparator.reverseOrder())
                .limit(MOST_CYCLES).toList();
        return new Finding(PATTERN, group.key(), group.members(), eValue, Severity.MEDIUM,
                template(group.members().size()),
                Map.of("n", group.jointOnsets(), "pairs", pairs.size(), "sameLabel", sameLabel(pairs)),
                cyclesMs,
                List.of("look for what they share: a host, a network, a dependency",
                        "when one of them falls, look at the others first"));
    }

    private static String template(int size) {
        StringBuilder names = new StringBuilder("{0}");
        int named = Math.min(size, MOST_NAMED);
        for (int i = 1; i < named; i++) {
            names.append(i == size - 1 ? " and " : ", ").append('{').append(i).append('}');
        }
        if (size > named) {
            names.append(" and ").append(size - named).append(" more");
        }
        return names.append(" become weak together").toString();
    }
}
