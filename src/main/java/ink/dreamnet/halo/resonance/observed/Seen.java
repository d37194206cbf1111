package ink.dreamnet.halo.resonance.observed;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.timeline.Check;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Health;
import ink.dreamnet.halo.weakpoint.Suppression;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointsDetected;

/// What one cycle observed of one subject.
///
/// A subject counts as observed where an analyzer that trusts its own result observed it now, and the cycle was to look at it. One that
/// only an analyzer observed that does not trust its result is unknown. Of a subject that nobody looked at nothing is said.
///
/// @param subject the subject
/// @param health how it was, by its worst weak point
/// @param latencyMs how long it took to answer, in ms; NaN where that was not measured
public record Seen(SubjectRef subject, Health health, double latencyMs) {

    /// Tells what analyzers observed before their issues are turned into weak points: the worst issue of a subject decides.
    ///
    /// @param runs the analyzers' parts
    /// @param scope the subjects that the cycle was to observe
    /// @param due whom the cycle was to observe by name: unknown where nobody did
    /// @return each subject once, in the order of the subjects
    public static List<Seen> of(List<AnalyzerRun> runs, Scope scope, Collection<SubjectRef> due) {
        Map<SubjectRef, Severity> worst = new HashMap<>();
        for (AnalyzerRun run : runs) {
            if (run.status() == AnalyzerStatus.COMPLETED) {
                for (Issue issue : run.result().issues()) {
                    worst.merge(issue.subject(), issue.severity(), Seen::worse);
                }
            }
        }
        TreeMap<SubjectRef, Seen> seen = observed(runs, scope);
        seen.replaceAll((subject, look) -> look.health() == Health.UNKNOWN
                ? look
                : new Seen(subject, healthOf(worst.getOrDefault(subject, Severity.LOW)), look.latencyMs()));
        due.forEach(subject -> seen.computeIfAbsent(subject, other -> new Seen(other, Health.UNKNOWN, Double.NaN)));
        return new ArrayList<>(seen.values());
    }

    /// Tells what a cycle observed, after its issues were turned into weak points: the worst open one of a subject decides, whoever saw
    /// it. A weak point that should have been observed and was not, or that a maintenance window explains, makes its subject unknown.
    ///
    /// @return each subject once, in the order of the subjects
    public static List<Seen> of(WeakPointsDetected detected) {
        TreeMap<SubjectRef, Seen> seen = observed(detected.observations().runs(), detected.observations().scope());
        Map<SubjectRef, List<WeakPoint>> open = detected.open().stream()
                .collect(Collectors.groupingBy(WeakPoint::subject));
        seen.replaceAll((subject, look) -> look.health() == Health.UNKNOWN
                ? look
                : new Seen(subject, healthOf(open.getOrDefault(subject, List.of())), look.latencyMs()));
        return new ArrayList<>(seen.values());
    }

    /// @return them by the numbers of a fleet, in their order; new subjects get new numbers
    public static List<Check> looks(List<Seen> seen, Fleet fleet) {
        return seen.stream().map(one -> new Check(fleet.number(one.subject()), one.health(), one.latencyMs())).toList();
    }

    private static TreeMap<SubjectRef, Seen> observed(List<AnalyzerRun> runs, Scope scope) {
        TreeMap<SubjectRef, Seen> seen = new TreeMap<>();
        for (AnalyzerRun run : runs) {
            boolean trusted = run.status() == AnalyzerStatus.COMPLETED;
            if (!trusted && run.status() != AnalyzerStatus.INCONCLUSIVE) {
                continue;
            }
            Map<SubjectRef, Double> answered = run.result().responseMs();
            for (SubjectRef subject : run.result().observed()) {
                if (scope.includes(subject) && !run.result().remembered(subject)) {
                    seen.merge(subject, trusted
                            ? new Seen(subject, Health.UP, answered.getOrDefault(subject, Double.NaN))
                            : new Seen(subject, Health.UNKNOWN, Double.NaN), Seen::better);
                }
            }
        }
        return seen;
    }

    private static Seen better(Seen a, Seen b) {
        Health health = a.health() == Health.UP ? a.health() : b.health();
        return new Seen(a.subject(), health, Double.isNaN(a.latencyMs()) ? b.latencyMs() : a.latencyMs());
    }

    private static Severity worse(Severity a, Severity b) {
        return a.atLeast(b) ? a : b;
    }

    private static Health healthOf(List<WeakPoint> open) {
        Severity worst = Severity.LOW;
        boolean unknown = false;
        for (WeakPoint point : open) {
            Suppression by = point.suppressedBy();
            if (point.stale() || by != null && by.kind() == Suppression.Kind.MAINTENANCE) {
                unknown = true;
            } else {
                worst = worse(worst, point.severity());
            }
        }
        return worst == Severity.LOW && unknown ? Health.UNKNOWN : healthOf(worst);
    }

    /// @param worst the severity of the worst issue
    static Health healthOf(Severity worst) {
        return switch (worst) {
            case LOW -> Health.UP;
            case MEDIUM -> Health.DEGRADED;
            case HIGH, CRITICAL -> Health.DOWN;
        };
    }
}
