package ink.dreamnet.halo.weakpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.analysis.ReportedIssue;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;

/// What one cycle observed, in the terms of weak points.
///
/// @param cycleId the cycle
/// @param mode how much it did
/// @param scope the subjects that it was to observe
/// @param runs the analyzers' parts
public record Observations(UUID cycleId, CycleMode mode, Scope scope, List<AnalyzerRun> runs) {

    /// How many issues are kept with a weak point; a repository may have thousands.
    static final int MAX_RELATED = 20;

    /// What the cycle observed of a weak point.
    public enum Observation {
        /// It is there.
        PRESENT,
        /// Its subject was observed, and it is not there.
        ABSENT,
        /// Its subject should have been observed, but was not, or not well enough.
        UNOBSERVED,
        /// It is not in the scope of the cycle, it was not its turn, or its observation is an earlier one.
        NOT_CHECKED
    }

    /// @param issues as [#issues] answers them
    /// @return what the cycle observed of a weak point
    Observation observationOf(Identity identity, Map<Identity, Issue> issues) {
        if (runs.stream().anyMatch(run -> run.name().equals(identity.analyzer())
                && run.result().remembered(identity.subject()))) {
            return Observation.NOT_CHECKED;
        }
        if (issues.containsKey(identity)) {
            return Observation.PRESENT;
        }
        return switch (absence(identity)) {
            case CLEAN, LOW -> Observation.ABSENT;
            case UNKNOWN, NO_RESULT -> Observation.UNOBSERVED;
            case NOT_DUE, OUT_OF_SCOPE -> Observation.NOT_CHECKED;
        };
    }

    /// What is known of a weak point that no issue of the cycle names.
    enum Absence {
        /// Its subject was observed, and it is not there.
        CLEAN,
        /// Its subject was observed, and what is left of it is a `low` issue, which is no weak point.
        LOW,
        /// It should have been observed, but was not, or not well enough.
        UNKNOWN,
        /// Its analyzer failed, timed out or did not run, so there is no result.
        NO_RESULT,
        /// The plan of the cycle left its subject out: what was observed of it last holds.
        NOT_DUE,
        /// It is not in the scope of the cycle.
        OUT_OF_SCOPE;

        /// @return whether it was observed and is healthy
        boolean healthy() {
            return this == CLEAN || this == LOW;
        }
    }

    /// @return the issues that matter, one for each identity (the worst), in the order of their reporting
    Map<Identity, Issue> issues() {
        Map<Identity, Issue> byIdentity = new LinkedHashMap<>();
        for (AnalyzerRun run : runs) {
            for (Issue issue : run.result().issues()) {
                if (issue.severity().atLeast(Severity.MEDIUM) && scope.includes(issue.subject())) {
                    byIdentity.merge(new Identity(run.name(), issue.code(), issue.subject()), issue,
                            (a, b) -> b.severity().compareTo(a.severity()) > 0 ? b : a);
                }
            }
        }
        return byIdentity;
    }

    /// @return the subjects that were observed in the scope of the cycle and of which no issue that matters was found
    Set<SubjectRef> healthy() {
        Set<SubjectRef> healthy = new HashSet<>();
        for (AnalyzerRun run : runs) {
            if (run.status() == AnalyzerStatus.COMPLETED) {
                run.result().observed().stream().filter(scope::includes).forEach(healthy::add);
            }
        }
        issues().keySet().forEach(identity -> healthy.remove(identity.subject()));
        return healthy;
    }

    /// @return all issues by the subject that they are about, the worst first
    Map<SubjectRef, List<ReportedIssue>> issuesBySubject() {
        Map<SubjectRef, List<ReportedIssue>> bySubject = new HashMap<>();
        for (AnalyzerRun run : runs) {
            run.result().issues().forEach(issue -> bySubject.computeIfAbsent(issue.subject(), any -> new ArrayList<>())
                    .add(ReportedIssue.of(run.name(), issue)));
        }
        bySubject.values().forEach(issues -> issues.sort(Comparator.comparing(ReportedIssue::severity).reversed()));
        return bySubject;
    }

    /// @param issue the issue that stands for a weak point
    /// @param bySubject as [#issuesBySubject] answers them
    /// @return the issues to keep with the weak point: its own first, then the worst on its subject
    static List<ReportedIssue> related(Identity identity, Issue issue,
            Map<SubjectRef, List<ReportedIssue>> bySubject) {
        ReportedIssue own = ReportedIssue.of(identity.analyzer(), issue);
        return Stream.concat(Stream.of(own),
                bySubject.getOrDefault(issue.subject(), List.of()).stream().filter(other -> !other.equals(own)))
                .limit(MAX_RELATED).toList();
    }

    /// Judges a weak point that no issue of the cycle names.
    Absence absence(Identity identity) {
        if (!scope.includes(identity.subject())) {
            return Absence.OUT_OF_SCOPE;
        }
        for (AnalyzerRun run : runs) {
            if (run.name().equals(identity.analyzer())) {
                return absence(run, identity);
            }
        }
        // a light cycle leaves some analyzers out on purpose; in a full one the analyzer is switched off or gone
        return mode == CycleMode.FULL ? Absence.NO_RESULT : Absence.OUT_OF_SCOPE;
    }

    private static Absence absence(AnalyzerRun run, Identity identity) {
        return switch (run.status()) {
            case FAILED, TIMED_OUT -> Absence.NO_RESULT;
            case SKIPPED -> Absence.OUT_OF_SCOPE;
            case INCONCLUSIVE -> Absence.UNKNOWN;
            case COMPLETED -> {
                if (run.result().notDue().contains(identity.subject())) {
                    yield Absence.NOT_DUE;
                }
                if (!run.result().observed(identity.subject(), identity.code())) {
                    yield Absence.UNKNOWN;
                }
                yield run.result().reports(identity.subject(), identity.code()) ? Absence.LOW : Absence.CLEAN;
            }
        };
    }
}
