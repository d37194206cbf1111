package ink.dreamnet.halo.graft;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import ink.dreamnet.halo.agent.AgentPresence;
import ink.dreamnet.halo.agent.AgentPresence.Presence;
import ink.dreamnet.halo.analysis.AnalysisContext;
import ink.dreamnet.halo.analysis.Analyzer;
import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Settings;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.graft.GraftPull.Pulled;
import ink.dreamnet.halo.graft.StatusHistory.Seen;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Graft analyzer: analyzes graft status and detects failed grafts, and those that hang, flap, have another version than they should, were delisted, or brought something that
/// is not alive.
@Component
class GraftAnalyzer implements Analyzer {

    private static final Duration MARGIN = Duration.ofMillis(500);

    private final GraftFleet fleet;
    private final GraftPull engine;
    private final StatusHistory history;
    private final EndpointGrafts endpoints;
    private final AgentPresence agents;
    private final StatusJudge judge;
    private final GraftProperties properties;
    private final Clock clock;

    GraftAnalyzer(GraftFleet fleet, GraftPull engine, StatusHistory history, EndpointGrafts endpoints,
            AgentPresence agents, GraftProperties properties, Clock clock) {
        this.fleet = fleet;
        this.engine = engine;
        this.history = history;
        this.endpoints = endpoints;
        this.agents = agents;
        this.properties = properties;
        this.judge = new StatusJudge(properties);
        this.clock = clock;
    }

    @Override
    public boolean runsInSafeMode() {
        return false;
    }

    @Override
    public AnalyzerResult analyze(AnalysisContext context) throws InterruptedException {
        AnalyzerResult.Builder result = AnalyzerResult.builder();
        if (!fleet.concerns(context.scope())) {
            return result.build();
        }
        Pulled pulled = engine.pull(Duration.between(clock.instant(), context.deadline()).dividedBy(3));
        String failure = pulled.failure();
        Collection<Graft> all = fleet.all().values();
        int theirs = (int) all.stream().filter(Graft::pulled).count();
        if (failure != null && (engine.configured() || theirs > 0)) {
            result.issue(GraftIssues.sourceFailed(failure, theirs, engine.state(), clock.instant()));
        } else {
            result.checked(GraftIssues.GRAFT_ENGINE);
        }
        // the status of a pulled graft is only known where the engine has just answered
        List<Graft> answered = all.stream().filter(graft -> !graft.pulled() || failure == null).toList();
        Map<String, List<Seen>> seen = history.record(
                answered.stream().filter(graft -> graft.delistedAt() == null).toList());
        judge(answered.stream().filter(graft -> context.includes(graft.subject())).toList(), seen, pulled.unusable(),
                context,
                result);
        return result.build();
    }

    private void judge(List<Graft> grafts, Map<String, List<Seen>> seen, int unusable, AnalysisContext context,
            AnalyzerResult.Builder result) {
        Map<String, Presence> presence = agents.of(installed(grafts, GraftType.AGENT).stream()
                .map(graft -> graft.spec().agent()).filter(Objects::nonNull).toList());
        EndpointGrafts.Seen answers = endpoints.probe(installed(grafts, GraftType.ENDPOINT),
                context.deadline().minus(MARGIN));
        Instant now = clock.instant();
        int agentless = 0;
        for (Graft graft : grafts) {
            result.observed(graft.subject()).measured(graft.subject(), measured(graft));
            Instant delistedAt = graft.delistedAt();
            if (delistedAt != null) {
                result.issue(delisted(graft, delistedAt)).observedExcept(graft.subject(), GraftIssues.REPAIRABLE);
            } else {
                judge.judge(graft, seen.getOrDefault(graft.id(), List.of()), now, result);
                endpoint(graft, answers, result);
                agentless += agent(graft, presence, result) ? 0 : 1;
            }
        }
        if (unusable > 0) {
            result.note("%d %s of the Graft Engine's list %s no usable id and %s not watched".formatted(unusable,
                    unusable == 1 ? "entry" : "entries", unusable == 1 ? "has" : "have",
                    unusable == 1 ? "is" : "are"));
        }
        answers.remarks().forEach(result::note);
        if (agentless > 0) {
            result.note("Of %d installed agent grafts HALO cannot tell whether their agent is alive".formatted(
                    agentless));
        }
    }

    private Map<String, @Nullable Object> measured(Graft graft) {
        Map<String, @Nullable Object> measured = new LinkedHashMap<>();
        measured.put("status", graft.spec().status());
        measured.put("version", graft.spec().version());
        measured.put("pulledAt", graft.pulled() ? engine.state().answeredAt() : null);
        return measured;
    }

    private static List<Graft> installed(List<Graft> grafts, GraftType type) {
        return grafts.stream().filter(graft -> graft.type() == type && graft.status() == GraftStatus.INSTALLED
                && graft.delistedAt() == null).toList();
    }

    private static void endpoint(Graft graft, EndpointGrafts.Seen answers, AnalyzerResult.Builder result) {
        Issue down = answers.down().get(graft.id());
        if (down != null) {
            GraftIssues.report(result, down);
        } else if (graft.type() == null || graft.type() == GraftType.ENDPOINT
                && !answers.answering().contains(graft.id())) {
            result.observedExcept(graft.subject(), List.of(GraftIssues.ENDPOINT_DOWN));
        }
    }

    /// @return false where an agent should be alive but that is not known
    private static boolean agent(Graft graft, Map<String, Presence> presence,
            AnalyzerResult.Builder result) {
        if (graft.type() == null || graft.type() == GraftType.AGENT && graft.status() != GraftStatus.INSTALLED) {
            result.observedExcept(graft.subject(), List.of(GraftIssues.AGENT_DOWN));
            return true;
        }
        if (graft.type() != GraftType.AGENT) {
            return true;
        }
        @Nullable
        String agent = graft.spec().agent();
        return switch (agent == null ? Presence.UNREGISTERED : presence.getOrDefault(agent, Presence.UNREGISTERED)) {
            case ALIVE -> true;
            case DOWN -> {
                GraftIssues.report(result, GraftIssues.of(GraftIssues.AGENT_DOWN, Severity.HIGH, graft,
                        "is installed but its agent '%s' is down".formatted(agent),
                        Map.of("agent", String.valueOf(agent))));
                yield true;
            }
            case UNKNOWN, UNREGISTERED -> {
                result.observedExcept(graft.subject(), List.of(GraftIssues.AGENT_DOWN));
                yield false;
            }
        };
    }

    private static Issue delisted(Graft graft, Instant delistedAt) {
        return GraftIssues.of(GraftIssues.DELISTED, Severity.MEDIUM, graft,
                "is not listed by the Graft Engine any more; delete it here if it is gone for good",
                Map.of("delistedAt", delistedAt.toString()));
    }

    @Override
    public boolean spreads(String code) {
        return !code.equals(GraftIssues.VERSION) && !code.equals(GraftIssues.DELISTED);
    }

    @Override
    public Map<String, Object> options() {
        return Settings.of(properties);
    }

    @Override
    public Set<SubjectRef> watched(Collection<SubjectRef> subjects) {
        return fleet.watched(subjects);
    }

    @Override
    public boolean watches(SubjectRef subject) {
        return fleet.watches(subject);
    }
}
