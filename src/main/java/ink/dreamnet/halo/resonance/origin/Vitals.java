package ink.dreamnet.halo.resonance.origin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import ink.dreamnet.halo.resonance.timeline.Check;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Measure;

/// Knows what is normal for the latencies and availabilities of each subject, and which are off now. O(values + what is off) for
/// each cycle; a few numbers for each metric.
final class Vitals {

    /// From here on something is seen at all; 2 % of all values are that far from normal by chance.
    static final double NOTICED = 2;
    /// What is off stays so for that long, in ms: an effect shows in the value after the one of its cause at times.
    private static final long RECENT_MS = 10 * 60_000;
    private static final int MOST_METRICS = 8;
    private static final String RESPONSE = "response time";

    private final Map<Integer, List<Normal>> known = new HashMap<>();
    private final TreeMap<Integer, Map<String, Deviation>> off = new TreeMap<>();
    private final Set<Integer> timely = new HashSet<>();

    /// Takes in the values of a cycle.
    ///
    /// @return what is off of which subject, by the metric
    SortedMap<Integer, Map<String, Deviation>> cycle(CycleFacts facts) {
        off.values().forEach(own -> own.values().removeIf(each -> facts.atMs() - each.atMs() >= RECENT_MS));
        off.values().removeIf(Map::isEmpty);
        timely.clear();
        Map<Integer, Double> requests = new HashMap<>();
        for (Measure measure : facts.measures()) {
            if (Kind.of(measure.metric()) == Kind.REQUESTS) {
                requests.put(measure.subject(), measure.value());
            }
        }
        for (Check look : facts.looks()) {
            take(look.subject(), RESPONSE, Kind.LATENCY, look.latencyMs(), requests, !look.health().weak(),
                    facts.atMs());
        }
        for (Measure measure : facts.measures()) {
            Kind kind = Kind.of(measure.metric());
            if (kind == Kind.LATENCY || kind == Kind.AVAILABILITY) {
                take(measure.subject(), measure.metric(), kind, measure.value(), requests, true, facts.atMs());
            }
        }
        return off;
    }

    /// @return whether its answers were as fast as usual in the last cycle; false where they were not measured
    boolean timely(int subject) {
        return timely.contains(subject);
    }

    private void take(int subject, String metric, Kind kind, double value, Map<Integer, Double> requests,
            boolean learn, long atMs) {
        if (Double.isNaN(value)) {
            return;
        }
        List<Normal> own = known.computeIfAbsent(subject, any -> new ArrayList<>(1));
        Normal normal = own.stream().filter(each -> each.metric().equals(metric)).findFirst().orElse(null);
        if (normal == null) {
            if (own.size() == MOST_METRICS) {
                return;
            }
            normal = new Normal(metric, kind);
            own.add(normal);
        }
        Deviation now = normal.take(value, requests.getOrDefault(subject, Double.NaN), learn, atMs);
        if (now != null && now.z() < NOTICED && kind == Kind.LATENCY) {
            timely.add(subject);
        } else if (now != null && now.z() >= NOTICED) {
            off.computeIfAbsent(subject, any -> new TreeMap<>()).merge(metric, now,
                    (before, next) -> next.z() >= before.z() ? next : before);
        }
    }
}
