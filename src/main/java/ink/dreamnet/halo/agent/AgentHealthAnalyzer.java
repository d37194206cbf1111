package ink.dreamnet.halo.agent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import ink.dreamnet.halo.agent.IntakeHealth.Judged;
import ink.dreamnet.halo.analysis.AnalysisContext;
import ink.dreamnet.halo.analysis.Analyzer;
import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.analysis.Recommendation;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.Settings;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.http.CallFailedException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Agent health analyzer: checks agent status and health, and detects failed agents: offline, degraded, or never seen. Asks Squad Builder first where there is one, and reads
/// the whole registry in one query, because whether an agent is the last of its role depends on the others.
@Component
class AgentHealthAnalyzer implements Analyzer {

    private final AgentStore store;
    private final SquadBuilderPull squadBuilder;
    private final AgentProperties properties;
    private final IntakeStart intakeStart;
    private final FleetGauges gauges;
    private final Clock clock;

    AgentHealthAnalyzer(AgentStore store, SquadBuilderPull squadBuilder, AgentProperties properties,
            IntakeStart intakeStart, FleetGauges gauges, Clock clock) {
        this.store = store;
        this.squadBuilder = squadBuilder;
        this.properties = properties;
        this.intakeStart = intakeStart;
        this.gauges = gauges;
        this.clock = clock;
    }

    @Override
    public Set<CycleMode> modes() {
        return EnumSet.allOf(CycleMode.class);
    }

    @Override
    public boolean runsInSafeMode() {
        return false;
    }

    @Override
    public AnalyzerResult analyze(AnalysisContext context) throws InterruptedException {
        if (!concerns(context.scope())) {
            return AnalyzerResult.builder().build();
        }
        AnalyzerResult.Builder result = AnalyzerResult.builder();
        @Nullable
        String sourceFailure = pull(context, result);
        Instant now = clock.instant();
        List<Judged> fleet = judge(now);
        int pulled = (int) fleet.stream().filter(each -> each.agent().pulled()).count();
        if (sourceFailure != null && (squadBuilder.configured() || pulled > 0)) {
            result.issue(AgentIssues.sourceFailed(sourceFailure, pulled, squadBuilder.state().evidence(now)));
        } else {
            result.checked(AgentIssues.SQUAD_BUILDER);
        }
        IntakeHealth intake = IntakeHealth.of(fleet, now, intakeStart.at(), properties.doubtFrom());
        switch (intake.state()) {
            case SUSPECT -> {
                return result.issue(AgentIssues.intakeSuspect(intake))
                        .inconclusive(AgentIssues.intakeSuspectReason(intake)).build();
            }
            case HEALTHY -> result.checked(AgentIssues.INTAKE);
            case UNKNOWN -> result.note("No heartbeat has been received since HALO started");
        }
        Map<String, Integer> alive = alivePerSquadAndRole(fleet);
        for (Judged each : fleet) {
            if (context.includes(each.agent().subject())) {
                report(each, sourceFailure == null, alive, now, result);
            }
        }
        return result.build();
    }

    private static boolean concerns(Scope scope) {
        return !(scope instanceof Scope.Named(Set<SubjectRef> subjects))
                || subjects.stream().anyMatch(subject -> subject.kind() == SubjectKind.AGENT
                        || subject.equals(AgentIssues.SQUAD_BUILDER) || subject.equals(AgentIssues.INTAKE));
    }

    /// @return why what Squad Builder knows is not known, or null where it is
    private @Nullable String pull(AnalysisContext context, AnalyzerResult.Builder result) throws InterruptedException {
        Duration left = Duration.between(clock.instant(), context.deadline());
        try {
            int unusable = squadBuilder.pull(left.dividedBy(2));
            if (unusable > 0) {
                result.note("%d entries of Squad Builder's list have no usable id and are not watched"
                        .formatted(unusable));
            }
            return null;
        } catch (CallFailedException failed) {
            return failed.reason();
        }
    }

    private List<Judged> judge(Instant now) {
        List<KnownAgent> agents = store.all();
        List<Judged> fleet = new ArrayList<>(agents.size());
        Map<AgentState, Integer> numbers = new EnumMap<>(AgentState.class);
        for (KnownAgent agent : agents) {
            Liveness life = Liveness.of(agent, now, intakeStart.at());
            numbers.merge(life.state(), 1, Integer::sum);
            fleet.add(new Judged(agent, life));
        }
        gauges.show(numbers);
        return fleet;
    }

    private static Map<String, Integer> alivePerSquadAndRole(List<Judged> fleet) {
        Map<String, Integer> alive = new HashMap<>();
        for (Judged each : fleet) {
            if (each.life().alive() && each.agent().squad() != null) {
                alive.merge(squadAndRole(each.agent()), 1, Integer::sum);
            }
        }
        return alive;
    }

    private static String squadAndRole(KnownAgent agent) {
        return agent.squad() + "\n" + AgentStore.roleKey(agent.role());
    }

    private static void report(Judged each, boolean sourceAnswered, Map<String, Integer> alive, Instant now,
            AnalyzerResult.Builder result) {
        KnownAgent agent = each.agent();
        Liveness life = each.life();
        SubjectRef subject = agent.subject();
        result.measured(subject, measured(agent, life));
        if (life.state() == AgentState.PAUSED) {
            result.observed(subject);
            return;
        }
        if (agent.pulled() && !sourceAnswered) {
            if (!life.byHeartbeat()) {
                return;
            }
            result.observedExcept(subject, List.of(AgentIssues.DELISTED));
        } else if (agent.delistedAt() != null) {
            result.issue(AgentIssues.delisted(agent, life, now, agent.delistedAt()));
        }
        if (!life.known()) {
            if (agent.delistedAt() != null) {
                result.observedExcept(subject, AgentIssues.LIFE);
            }
            return;
        }
        switch (life.state()) {
            case DOWN -> {
                Integer othersUp = agent.squad() == null ? null : alive.getOrDefault(squadAndRole(agent), 0);
                add(AgentIssues.offline(agent, life, now, othersUp), agent, result);
                result.observedExcept(subject, List.of(AgentIssues.DEGRADED));
            }
            case NEW -> {
                add(AgentIssues.neverSeen(agent, life, now), agent, result);
                result.observedExcept(subject, List.of(AgentIssues.OFFLINE, AgentIssues.DEGRADED));
            }
            case UP, GRACE -> {
                result.observed(subject);
                if (agent.degraded() && life.byHeartbeat()) {
                    add(AgentIssues.degraded(agent, life, now), agent, result);
                } else if (agent.heartbeatAt() != null && !life.byHeartbeat()) {
                    result.observedExcept(subject, List.of(AgentIssues.DEGRADED));
                }
            }
            case PAUSED -> throw new IllegalStateException("paused agents are skipped");
        }
    }

    private static Map<String, @Nullable Object> measured(KnownAgent agent, Liveness life) {
        Map<String, @Nullable Object> measured = new LinkedHashMap<>();
        measured.put("liveness", life.state().wire());
        measured.put("lastHeartbeatAt", life.seenAt());
        measured.put("status", agent.status() == null ? null : agent.status().wire());
        return measured;
    }

    private static void add(Issue issue, KnownAgent agent, AnalyzerResult.Builder result) {
        result.issue(issue);
        result.recommendation(new Recommendation("revive-agent",
                "Restart agent '%s' (%s)".formatted(agent.name(), agent.role()), issue.subject().toString(),
                Map.of("code", issue.code())));
    }

    @Override
    public Map<String, Object> options() {
        return Settings.of(properties);
    }

    @Override
    public Set<SubjectRef> watched(Collection<SubjectRef> subjects) {
        Set<String> existing = store.existing(subjects.stream().filter(subject -> subject.kind() == SubjectKind.AGENT)
                .map(SubjectRef::id).toList());
        return subjects.stream().filter(subject -> subject.kind() == SubjectKind.AGENT
                ? existing.contains(subject.id())
                : watches(subject)).collect(Collectors.toSet());
    }

    @Override
    public boolean watches(SubjectRef subject) {
        return switch (subject.kind()) {
            case AGENT -> store.exists(subject.id());
            case ENDPOINT -> subject.equals(AgentIssues.INTAKE) || subject.equals(AgentIssues.SQUAD_BUILDER);
            case SQUAD, ENVIRONMENT, REPOSITORY, GRAFT -> false;
        };
    }
}
