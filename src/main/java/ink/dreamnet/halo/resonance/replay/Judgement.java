package ink.dreamnet.halo.resonance.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.timeline.Check;
import ink.dreamnet.halo.resonance.timeline.Health;

/// What the analyzers would report of a subject in a state. A history knows less of its subjects than analyzers do, so each state is one
/// issue: the one that stands for it in the kind's analyzer, by name, code and severity.
enum Judgement {
    AGENT("agent-health", "agent.offline", Severity.HIGH, "agent.degraded"), SQUAD("squad-efficiency", "squad.failing",
            Severity.HIGH, "squad.slow"), ENDPOINT("endpoint-health", "endpoint.down", Severity.CRITICAL,
                    "endpoint.slow"), ENVIRONMENT(
                            "environment-consistency", "environment.unreadable", Severity.HIGH,
                            "environment.drift"), REPOSITORY("repository-integrity",
                                    "repo.unreachable", Severity.HIGH,
                                    "repo.branch-diverged"), GRAFT("graft", "graft.failed",
                                            Severity.HIGH, "graft.stuck");

    private final String analyzer;
    private final String down;
    private final Severity severity;
    private final String degraded;

    /// @param severity that of `down`; `degraded` is medium everywhere
    Judgement(String analyzer, String down, Severity severity, String degraded) {
        this.analyzer = analyzer;
        this.down = down;
        this.severity = severity;
        this.degraded = degraded;
    }

    private Issue issue(SubjectRef subject, Health health) {
        return health == Health.DOWN
                ? Issue.of(down, severity, subject, subject + " is down")
                : Issue.of(degraded, Severity.MEDIUM, subject, subject + " is degraded");
    }

    /// @param kinds the kinds that there are
    /// @param looks what was observed, in the order of the numbers
    /// @param due whose turn it was; what was observed beyond that was observed nevertheless
    /// @return the parts of the analyzers of these kinds. What could not be told counts as not observed.
    static List<AnalyzerRun> runs(Set<SubjectKind> kinds, List<Check> looks, BitSet due, Subjects subjects) {
        Map<SubjectKind, AnalyzerResult.Builder> results = new EnumMap<>(SubjectKind.class);
        kinds.forEach(kind -> results.put(kind, AnalyzerResult.builder()));
        BitSet left = (BitSet) subjects.watched().clone();
        left.andNot(due);
        looks.forEach(look -> left.clear(look.subject()));
        left.stream().mapToObj(subjects.fleet()::subject).forEach(subject -> {
            AnalyzerResult.Builder result = results.get(subject.kind());
            if (result != null) {
                result.notDue(subject);
            }
        });
        for (Check look : looks) {
            SubjectRef subject = subjects.fleet().subject(look.subject());
            AnalyzerResult.Builder result = results.get(subject.kind());
            if (result == null || look.health() == Health.UNKNOWN) {
                continue;
            }
            if (look.health().weak()) {
                result.issue(of(subject.kind()).issue(subject, look.health()));
            } else {
                result.observed(subject);
            }
            if (!Double.isNaN(look.latencyMs())) {
                result.answeredWithin(subject, look.latencyMs());
            }
        }
        List<AnalyzerRun> runs = new ArrayList<>();
        results.forEach((kind, result) -> runs.add(new AnalyzerRun(of(kind).analyzer, AnalyzerStatus.COMPLETED,
                Duration.ZERO, result.build(), null)));
        return runs;
    }

    private static Judgement of(SubjectKind kind) {
        return valueOf(kind.name());
    }

    /// @return the kinds of all subjects of a replay
    static Set<SubjectKind> kinds(Subjects subjects) {
        Set<SubjectKind> kinds = EnumSet.noneOf(SubjectKind.class);
        subjects.watched().stream().forEach(number -> kinds.add(subjects.fleet().subject(number).kind()));
        return kinds;
    }

    static {
        // a kind without a judgement would fail only when it is replayed
        Arrays.stream(SubjectKind.values()).forEach(Judgement::of);
    }
}
