package ink.dreamnet.halo.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import ink.dreamnet.halo.analysis.AnalysisContext;
import ink.dreamnet.halo.analysis.Analyzer;
import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.Settings;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.endpoint.probe.ProbeResult;
import ink.dreamnet.halo.endpoint.probe.ProbeRunner;
import ink.dreamnet.halo.endpoint.probe.ProbeTarget;
import ink.dreamnet.halo.endpoint.probe.Verdict;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.registry.Registered;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Endpoint health analyzer: checks API endpoint health and detects failed endpoints, which are down, do not answer as they should, are slow, or have a certificate that ends
/// soon. When it can reach nothing at all, it doubts itself before it calls anything down.
@Component
class EndpointHealthAnalyzer implements Analyzer {

    static final String NAME = "endpoint-health";
    static final String SUSPECT = "observer.suspect";

    /// How many endpoints that were not due are probed where none of those that were could be reached.
    private static final int WITNESSES = 10;
    /// From how many endpoints on it is stranger that all are unreachable than that HALO is cut off.
    private static final int DOUBT_FROM = 3;
    /// Kept of the deadline for the canary and the judgement.
    private static final Duration MARGIN = Duration.ofSeconds(1);
    private static final Duration JUDGEMENT_MARGIN = Duration.ofMillis(100);

    private final Definitions<EndpointSpec, Endpoint> registry;
    private final ProbeRunner runner;
    private final Canary canary;
    private final ProbeMeters meters;
    private final EndpointProperties properties;
    private final HeaderReferences references;
    private final RecentResults recent = new RecentResults();

    EndpointHealthAnalyzer(Definitions<EndpointSpec, Endpoint> registry, ProbeRunner runner, Canary canary,
            ProbeMeters meters, EndpointProperties properties, HeaderReferences references) {
        this.registry = registry;
        this.runner = runner;
        this.canary = canary;
        this.meters = meters;
        this.properties = properties;
        this.references = references;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<CycleMode> modes() {
        return EnumSet.allOf(CycleMode.class);
    }

    @Override
    public Set<SubjectKind> planned() {
        return Set.of(SubjectKind.ENDPOINT);
    }

    @Override
    public boolean spreads(String code) {
        return !code.equals(EndpointJudgement.CERTIFICATE_EXPIRING) && !code.equals(EndpointJudgement.NOT_ALLOWED);
    }

    @Override
    public Map<String, Object> options() {
        return Settings.of(properties);
    }

    @Override
    public boolean watches(SubjectRef subject) {
        return subject.equals(Endpoint.OBSERVER) || registry.known().has(subject);
    }

    @Override
    public AnalyzerResult analyze(AnalysisContext context) {
        Registered<Endpoint> fleet = registry.current();
        recent.keepOnly(fleet);
        Map<String, ProbeResult> results = new HashMap<>();
        List<Endpoint> endpoints = new ArrayList<>();
        List<Endpoint> due = new ArrayList<>();
        List<Endpoint> notDue = new ArrayList<>();
        Set<SubjectRef> remembered = new HashSet<>();
        boolean named = context.scope() instanceof Scope.Named;
        for (Endpoint endpoint : fleet.definitions().values()) {
            if (!context.includes(endpoint.subject())) {
                continue;
            }
            if (!context.due(endpoint.subject()) && recent.probed(endpoint)) {
                notDue.add(endpoint);
                continue;
            }
            endpoints.add(endpoint);
            ProbeResult standing = named ? null : recent.standing(endpoint, context.startedAt());
            if (standing == null) {
                due.add(endpoint);
            } else {
                results.put(endpoint.id(), standing);
                remembered.add(endpoint.subject());
            }
        }
        AnalyzerResult.Builder builder = AnalyzerResult.builder();
        List<ProbeTarget> targets = targets(due, endpoints, builder);
        List<ProbeResult> probed = probe(targets, context);
        boolean connected = connected(probed);
        if (!connected && tried(probed) > 0 && !notDue.isEmpty()) {
            // few that are down together are no sign that HALO is cut off, as long as others can be reached
            List<Endpoint> witnesses = notDue.subList(0, Math.min(WITNESSES, notDue.size()));
            endpoints.addAll(witnesses);
            probed.addAll(probe(targets(witnesses, endpoints, builder), context));
            witnesses.clear();
            connected = connected(probed);
        }
        if (!connected) {
            Canary.Check check = canary.check(context.deadline().minus(JUDGEMENT_MARGIN));
            if (!check.reachable() && tried(probed) >= DOUBT_FROM) {
                return suspect(tried(probed), check);
            }
            connected = check.reachable();
        }
        for (ProbeResult result : probed) {
            results.put(result.id(), result);
            Endpoint endpoint = fleet.definitions().get(result.id());
            if (endpoint != null) {
                recent.remember(endpoint, result, context.startedAt(), properties.confirmationDelay());
            }
        }
        remembered.forEach(builder::remembered);
        notDue.forEach(endpoint -> builder.notDue(endpoint.subject()));
        return judge(builder, endpoints, results, connected, fleet, context);
    }

    /// What a header refers to may be gone. Such an endpoint is not probed without it: it is not observed.
    private List<ProbeTarget> targets(List<Endpoint> due, List<Endpoint> endpoints, AnalyzerResult.Builder builder) {
        List<ProbeTarget> targets = new ArrayList<>(due.size());
        Map<String, String> unreadable = new TreeMap<>();
        for (Endpoint endpoint : due) {
            try {
                targets.add(references.target(endpoint));
            } catch (InvalidInputException wrong) {
                unreadable.put(endpoint.id(), String.valueOf(wrong.getMessage()));
            }
        }
        if (!unreadable.isEmpty()) {
            endpoints.removeIf(endpoint -> unreadable.containsKey(endpoint.id()));
            Map.Entry<String, String> first = unreadable.entrySet().iterator().next();
            builder.note("%d endpoints are not probed because of their headers, such as %s: %s".formatted(
                    unreadable.size(), first.getKey(), first.getValue()));
        }
        return targets;
    }

    private List<ProbeResult> probe(List<ProbeTarget> targets, AnalysisContext context) {
        List<ProbeResult> results = new ArrayList<>(runner.probe(targets, target -> recent.failedQuickly(target.id()),
                context.deadline().minus(MARGIN)));
        targets.forEach(target -> recent.asked(target.id()));
        meters.count(results);
        return results;
    }

    private static boolean connected(List<ProbeResult> results) {
        return results.stream().anyMatch(
                result -> result.verdict() != Verdict.NOT_ALLOWED && !result.verdict().connectionFailure());
    }

    private static int tried(List<ProbeResult> results) {
        return (int) results.stream().filter(result -> result.verdict() != Verdict.NOT_ALLOWED).count();
    }

    private AnalyzerResult judge(AnalyzerResult.Builder builder, List<Endpoint> endpoints,
            Map<String, ProbeResult> results, boolean connected, Registered<Endpoint> fleet, AnalysisContext context) {
        if (connected) {
            builder.checked(Endpoint.OBSERVER);
        }
        int unreached = 0;
        for (Endpoint endpoint : endpoints) {
            ProbeResult result = results.get(endpoint.id());
            if (result == null) {
                unreached++;
                continue;
            }
            EndpointJudgement judgement = EndpointJudgement.of(endpoint, result, properties.certificate());
            judgement.issues().forEach(builder::issue);
            judgement.recommendations().forEach(builder::recommendation);
            builder.observedExcept(endpoint.subject(), judgement.unknown());
            builder.measured(endpoint.subject(), measured(result));
            Double answeredMs = result.timings().totalMs();
            if (answered(result) && answeredMs != null) {
                builder.answeredWithin(endpoint.subject(), answeredMs);
            }
        }
        if (unreached > 0) {
            builder.note("%d of %d endpoints were not reached before the deadline".formatted(unreached,
                    endpoints.size()));
        }
        fleet.unreadable(context.scope()).ifPresent(builder::note);
        return builder.build();
    }

    private static boolean answered(ProbeResult result) {
        return !result.verdict().down() && result.verdict() != Verdict.NOT_ALLOWED;
    }

    private static Map<String, @Nullable Object> measured(ProbeResult result) {
        Map<String, @Nullable Object> measured = new LinkedHashMap<>();
        measured.put("verdict", result.verdict().wire());
        measured.put("latencyMs", answered(result) ? result.timings().totalMs() : null);
        measured.put("status", result.status());
        measured.put("certificateDays", result.certificate() == null ? null : result.certificate().daysLeft());
        return measured;
    }

    private static AnalyzerResult suspect(int probed, Canary.Check check) {
        String reason = "None of %d endpoints could be reached, and neither could HALO's canary (%s): HALO itself seems to be cut off"
                .formatted(probed, check.names());
        return AnalyzerResult.builder().inconclusive(reason).issue(Issue.of(SUSPECT, Severity.CRITICAL,
                Endpoint.OBSERVER, reason, Map.of("endpoints", probed, "canary", check.names()))).build();
    }
}
