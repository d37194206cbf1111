package ink.dreamnet.halo.graft;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.endpoint.Canary;
import ink.dreamnet.halo.endpoint.probe.ProbeResult;
import ink.dreamnet.halo.endpoint.probe.ProbeRunner;
import ink.dreamnet.halo.endpoint.probe.ProbeTarget;
import ink.dreamnet.halo.endpoint.probe.Verdict;
import ink.dreamnet.halo.http.Provenance;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Asks the installed grafts of type endpoint whether they answer, with the prober and the canary of the endpoints' own
/// analyzer.
@Component
class EndpointGrafts {

    /// From how many grafts on it is stranger that all are unreachable than that HALO is cut off.
    private static final int DOUBT_FROM = 3;
    private static final Duration CANARY_MARGIN = Duration.ofMillis(500);
    /// How a server answers that does not know the graft at all.
    private static final Set<Integer> NOT_THERE = Set.of(404, 410);

    private final ProbeRunner prober;
    private final Canary canary;
    private final GraftPull engine;
    private final GraftProperties properties;

    EndpointGrafts(ProbeRunner prober, Canary canary, GraftPull engine, GraftProperties properties) {
        this.prober = prober;
        this.canary = canary;
        this.engine = engine;
        this.properties = properties;
    }

    /// The results of the probes.
    ///
    /// @param down the issues of those that do not answer, by the id of the graft
    /// @param answering the ids of those that do
    /// @param remarks why something is unknown
    record Seen(Map<String, Issue> down, Set<String> answering, List<String> remarks) {
    }

    /// Probes the grafts.
    ///
    /// @param deadline until when; what was not decided by then is unknown
    Seen probe(List<Graft> grafts, Instant deadline) {
        List<ProbeTarget> targets = new ArrayList<>();
        Map<String, Graft> byId = new HashMap<>();
        for (Graft graft : grafts) {
            URI url = url(graft);
            if (url != null) {
                byId.put(graft.id(), graft);
                targets.add(new ProbeTarget(graft.id(), url, "GET", Map.of(), null, List.of(),
                        properties.connectTimeout(), properties.timeout(), properties.attempts(), true, null, false,
                        null, null, provenance(graft)));
            }
        }
        List<ProbeResult> results = prober.probe(targets, deadline.minus(CANARY_MARGIN.multipliedBy(4)));
        if (results.size() >= DOUBT_FROM
                && results.stream().allMatch(result -> result.verdict().connectionFailure())) {
            Canary.Check check = canary.check(deadline.minus(CANARY_MARGIN));
            if (!check.reachable()) {
                return new Seen(Map.of(), Set.of(), List.of(
                        "None of %d endpoint grafts could be reached, and neither could HALO's canary (%s): HALO itself seems to be cut off"
                                .formatted(results.size(), check.names())));
            }
        }
        Map<String, Issue> down = new HashMap<>();
        Set<String> answering = new HashSet<>();
        List<String> remarks = remarks(grafts.size() - targets.size(), targets.size() - results.size());
        for (ProbeResult result : results) {
            Graft graft = Objects.requireNonNull(byId.get(result.id()));
            if (result.verdict() == Verdict.NOT_ALLOWED) {
                remarks.add("%s is not probed: %s".formatted(graft.id(), result.message()));
            } else if (result.verdict().down() || result.status() != null && NOT_THERE.contains(result.status())) {
                down.put(result.id(), issue(graft, Objects.requireNonNull(url(graft)), result));
            } else {
                answering.add(result.id());
            }
        }
        return new Seen(down, answering, remarks);
    }

    private static List<String> remarks(int withoutUrl, int undecided) {
        List<String> remarks = new ArrayList<>();
        if (withoutUrl > 0) {
            remarks.add("%d installed endpoint grafts have no URL, so it is not known whether they answer".formatted(
                    withoutUrl));
        }
        if (undecided > 0) {
            remarks.add("%d endpoint grafts were not reached before the deadline".formatted(undecided));
        }
        return remarks;
    }

    private static @Nullable String written(Graft graft) {
        return graft.spec().url() == null ? graft.spec().path() : graft.spec().url();
    }

    /// A path leads to the Graft Engine, which configuration names.
    private static Provenance provenance(Graft graft) {
        String url = written(graft);
        return url != null && url.startsWith("/") ? Provenance.CONFIGURATION : graft.managedBy().provenance();
    }

    /// @return where it answers, or null where that is not known
    private @Nullable URI url(Graft graft) {
        String url = written(graft);
        try {
            if (url == null) {
                return null;
            }
            String checked = GraftFormat.checkUrl(url);
            return checked.startsWith("/") ? engine.below(checked) : URI.create(checked);
        } catch (InvalidInputException noUrl) {
            return null;
        }
    }

    private static Issue issue(Graft graft, URI url, ProbeResult result) {
        Map<String, Object> data = new HashMap<>();
        data.put("url", url.toString());
        data.put("verdict", result.verdict().wire());
        data.put("message", result.message());
        data.put("attempts", result.attempts());
        data.put("observedAt", result.at().toString());
        if (result.status() != null) {
            data.put("httpStatus", result.status());
        }
        return GraftIssues.of(GraftIssues.ENDPOINT_DOWN, Severity.HIGH, graft,
                "is installed but does not answer at %s: %s".formatted(url, result.message()), data);
    }
}
