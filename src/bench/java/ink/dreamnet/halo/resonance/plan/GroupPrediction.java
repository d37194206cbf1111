package ink.dreamnet.halo.resonance.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.group.Group;
import ink.dreamnet.halo.resonance.group.GroupDetector;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Health;
import ink.dreamnet.halo.resonance.timeline.Check;
import ink.dreamnet.halo.resonance.timeline.Timeline;

/// Whether the pairs in the groups of the first half of a page fall together in the second half.
///
/// @param page its name
/// @param pairs how many pairs the groups have
/// @param precision the share of them with joint onsets later
/// @param recall the share of the pairs with joint onsets later that is in groups
/// @param weighted the same, each pair counted as often as it fell
record GroupPrediction(String page, int pairs, double precision, double recall, double weighted) {

    private static final long WINDOW_MS = 3 * ClosedLoop.CYCLE_MS;

    private record Pair(int first, int second) {

        static Pair of(int one, int other) {
            return new Pair(Math.min(one, other), Math.max(one, other));
        }
    }

    private record Onset(int site, long atMs) {
    }

    static GroupPrediction of(StatusPage page) {
        long middle = (page.fromMs() + page.untilMs()) / 2;
        Set<Pair> predicted = groups(page, middle);
        Map<Pair, Integer> later = together(page, middle);
        double right = predicted.stream().filter(later::containsKey).count();
        double times = predicted.stream().mapToInt(pair -> later.getOrDefault(pair, 0)).sum();
        return new GroupPrediction(page.name(), predicted.size(), right / predicted.size(), right / later.size(),
                times / later.values().stream().mapToInt(Integer::intValue).sum());
    }

    private static Set<Pair> groups(StatusPage page, long untilMs) {
        Fleet fleet = new Fleet();
        Timeline timeline = new Timeline(200);
        GroupDetector detector = new GroupDetector(fleet);
        List<StatusPage.Site> sites = page.sites();
        Map<Integer, Integer> siteOf = new HashMap<>();
        for (long ms = page.fromMs() + ClosedLoop.CYCLE_MS; ms < untilMs; ms += ClosedLoop.CYCLE_MS) {
            List<Check> looks = new ArrayList<>();
            for (int i = 0; i < sites.size(); i++) {
                if (ms >= sites.get(i).fromMs() && ms < sites.get(i).untilMs()) {
                    int number = fleet.declare(new SubjectRef(SubjectKind.ENDPOINT, "site-" + i),
                            new Facts(Map.of(), List.of(), null));
                    siteOf.put(number, i);
                    looks.add(new Check(number, sites.get(i).down(ms) ? Health.DOWN : Health.UP, Double.NaN));
                }
            }
            CycleFacts facts = CycleFacts.of(ms, looks);
            detector.cycle(facts, timeline.add(facts), timeline, ClosedLoop.NOBODY);
        }
        Set<Pair> pairs = new HashSet<>();
        for (Group group : detector.groups().all()) {
            for (int one : group.members()) {
                group.members().stream().filter(other -> one < other)
                        .forEach(other -> pairs.add(Pair.of(Objects.requireNonNull(siteOf.get(one)),
                                Objects.requireNonNull(siteOf.get(other)))));
            }
        }
        return pairs;
    }

    private static Map<Pair, Integer> together(StatusPage page, long fromMs) {
        List<Onset> onsets = new ArrayList<>();
        for (int i = 0; i < page.sites().size(); i++) {
            int site = i;
            page.sites().get(i).outages().stream().filter(outage -> outage.fromMs() >= fromMs)
                    .forEach(outage -> onsets.add(new Onset(site, outage.fromMs())));
        }
        onsets.sort(Comparator.comparingLong(Onset::atMs));
        Map<Pair, Integer> together = new HashMap<>();
        for (int i = 0; i < onsets.size(); i++) {
            for (int k = i + 1; k < onsets.size() && onsets.get(k).atMs() - onsets.get(i).atMs() <= WINDOW_MS; k++) {
                if (onsets.get(i).site() != onsets.get(k).site()) {
                    together.merge(Pair.of(onsets.get(i).site(), onsets.get(k).site()), 1, Integer::sum);
                }
            }
        }
        return together;
    }

    @Override
    public String toString() {
        return "%-26.26s %d pairs, precision %.2f, recall %.2f, by incidents %.2f".formatted(page, pairs, precision, recall,
                weighted);
    }
}
