package ink.dreamnet.halo.wormhole;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import ink.dreamnet.halo.analysis.AnalysisContext;
import ink.dreamnet.halo.analysis.Analyzer;
import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.SubjectRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Brings the problems that others report into the cycle: alerts that fire, problems that events reported, and what is wrong with
/// the exchange of events with DreamNet. A problem counts as
/// resolved only where it was reported as resolved. One that is not reported any more is unknown, so its weak point becomes stale.
@Component
class WormholeAnalyzer implements Analyzer {

    private static final Logger LOG = LoggerFactory.getLogger(WormholeAnalyzer.class);
    private static final int MAX_NAMED = 3;
    /// How many problems are examined in one cycle.
    private static final int MAX_OPEN = 10_000;

    private final AlertStore store;
    private final Wormholes wormholes;
    private final DreamNetFindings dreamNet;
    private final Clock clock;
    /// The subjects of the last run.
    private volatile Set<SubjectRef> known = Set.of();

    WormholeAnalyzer(AlertStore store, Wormholes wormholes, DreamNetFindings dreamNet, Clock clock) {
        this.store = store;
        this.wormholes = wormholes;
        this.dreamNet = dreamNet;
        this.clock = clock;
    }

    @Override
    public Set<CycleMode> modes() {
        return EnumSet.allOf(CycleMode.class);
    }

    @Override
    public boolean watches(SubjectRef subject) {
        return known.contains(subject) || dreamNet.watches(subject);
    }

    @Override
    public AnalyzerResult analyze(AnalysisContext context) {
        Instant now = clock.instant();
        Map<SubjectRef, Set<String>> sure = new TreeMap<>(store.resolved());
        List<Alert> open = store.open(MAX_OPEN + 1);
        if (open.size() > MAX_OPEN) {
            LOG.warn("Others report more than {} problems; only the most severe are examined, the rest is unknown",
                    MAX_OPEN);
        }
        Map<SubjectRef, Map<String, List<Alert>>> grouped = new TreeMap<>();
        open.stream().limit(MAX_OPEN).forEach(alert -> grouped
                .computeIfAbsent(alert.subject(), any -> new TreeMap<>())
                .computeIfAbsent(alert.code(), any -> new ArrayList<>()).add(alert));
        known = store.subjects();
        Map<String, Wormhole> orders = orders();
        AnalyzerResult.Builder result = AnalyzerResult.builder();
        grouped.forEach((subject, codes) -> codes.forEach((code, reported) -> {
            List<Alert> firing = reported.stream().filter(alert -> alert.state(now) == Alert.State.FIRING).toList();
            if (!firing.isEmpty() && context.includes(subject)) {
                result.issue(issue(subject, code, firing, orders));
                sure.computeIfAbsent(subject, any -> new HashSet<>()).add(code);
            }
        }));
        grouped.keySet().forEach(subject -> sure.computeIfAbsent(subject, any -> Set.of()));
        sure.forEach((subject, codes) -> {
            if (context.includes(subject)) {
                result.observedOnly(subject, codes);
            }
        });
        if (context.includes(DreamNetFindings.EVENT_WORMHOLES)) {
            dreamNet.addTo(result, now);
        }
        return result.build();
    }

    private Map<String, Wormhole> orders() {
        Collection<Wormhole> all = wormholes.all();
        Map<String, Wormhole> orders = new HashMap<>();
        for (Wormhole wormhole : all) {
            if (wormhole.enabled() && wormhole.action() instanceof Wormhole.Action.Task) {
                orders.put(wormhole.id(), wormhole);
            }
        }
        return orders;
    }

    private static void put(Map<String, Object> data, String member, People people) {
        if (!people.isEmpty()) {
            data.put(member, people.names());
        }
    }

    private static Issue issue(SubjectRef subject, String code, List<Alert> firing,
            Map<String, Wormhole> orders) {
        List<Alert> worstFirst = firing.stream().sorted(Comparator.comparing(Alert::severity).reversed()
                .thenComparing(Alert::startedAt).thenComparing(Alert::key)).toList();
        Alert worst = worstFirst.getFirst();
        Map<String, Object> data = new LinkedHashMap<>(worst.details());
        data.put("firing", firing.size());
        data.put("startedAt", worst.startedAt().toString());
        data.put("eventId", worst.event().toString());
        if (firing.size() > 1) {
            data.put("others", worstFirst.stream().skip(1).limit(MAX_NAMED).map(Alert::summary).toList());
        }
        put(data, WormholeStrategy.SENDERS,
                firing.stream().map(Alert::reportedBy).reduce(People.NOBODY, People::plus));
        worstFirst.stream().flatMap(alert -> Stream.ofNullable(orders.get(alert.wormhole()))).findFirst()
                .ifPresent(wormhole -> {
                    if (wormhole.action() instanceof Wormhole.Action.Task order) {
                        data.put(WormholeStrategy.WORMHOLE, wormhole.id());
                        data.put(WormholeStrategy.TASK, order.type());
                        data.put(WormholeStrategy.ROLES, order.roles());
                        put(data, WormholeStrategy.AUTHORS, wormhole.authors());
                    }
                });
        String more = firing.size() == 1 ? "" : " (and %d more)".formatted(firing.size() - 1);
        return Issue.of(code, worst.severity(), subject, worst.summary() + more, data);
    }
}
