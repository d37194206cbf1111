package ink.dreamnet.halo.weakpoint;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.Observations.Absence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ObservationsTest {

    private static final SubjectRef A = SubjectRef.parse("endpoint:a");
    private static final SubjectRef B = SubjectRef.parse("endpoint:b");
    private static final Identity DOWN_A = new Identity("probe", "endpoint.down", A);

    private static Observations observe(CycleMode mode, Scope scope, AnalyzerStatus status, AnalyzerResult result) {
        return new Observations(Ids.next(), mode, scope,
                List.of(new AnalyzerRun("probe", status, Duration.ZERO, result, null)));
    }

    @Test
    void absenceWhenSubjectWasSeenCleanIsClean() {
        assertThat(observe(CycleMode.FULL, Scope.ALL, AnalyzerStatus.COMPLETED,
                AnalyzerResult.builder().observed(A).build()).absence(DOWN_A)).isEqualTo(Absence.CLEAN);
    }

    @ParameterizedTest
    @CsvSource({"INCONCLUSIVE, UNKNOWN", "FAILED, NO_RESULT", "TIMED_OUT, NO_RESULT", "SKIPPED, OUT_OF_SCOPE"})
    void absenceWhenAnalyzerDidNotCompleteIsNeverCleanWhateverItSaw(AnalyzerStatus status, Absence absence) {
        assertThat(observe(CycleMode.FULL, Scope.ALL, status, AnalyzerResult.builder().observed(A).build())
                .absence(DOWN_A)).isEqualTo(absence);
    }

    @Test
    void absenceWhenOnlyALowIssueIsLeftIsLow() {
        AnalyzerResult result = AnalyzerResult.builder().issue(Issue.of("endpoint.down", Severity.LOW, A, "hardly"))
                .build();
        assertThat(observe(CycleMode.FULL, Scope.ALL, AnalyzerStatus.COMPLETED, result).absence(DOWN_A))
                .isEqualTo(Absence.LOW);
    }

    @Test
    void absenceWhenSubjectOrCodeWasNotObservedIsUnknown() {
        assertThat(observe(CycleMode.FULL, Scope.ALL, AnalyzerStatus.COMPLETED,
                AnalyzerResult.builder().observed(B).build()).absence(DOWN_A)).isEqualTo(Absence.UNKNOWN);
        assertThat(observe(CycleMode.FULL, Scope.ALL, AnalyzerStatus.COMPLETED,
                AnalyzerResult.builder().observedExcept(A, Set.of("endpoint.down")).build()).absence(DOWN_A))
                .isEqualTo(Absence.UNKNOWN);
    }

    @Test
    void absenceWhenCycleWasNotToLookIsOutOfScope() {
        AnalyzerResult sawA = AnalyzerResult.builder().observed(A).build();
        assertThat(observe(CycleMode.FULL, new Scope.Named(Set.of(B)), AnalyzerStatus.COMPLETED, sawA).absence(DOWN_A))
                .isEqualTo(Absence.OUT_OF_SCOPE);
        assertThat(new Observations(Ids.next(), CycleMode.LIGHT, Scope.ALL, List.of()).absence(DOWN_A))
                .isEqualTo(Absence.OUT_OF_SCOPE);
        assertThat(new Observations(Ids.next(), CycleMode.FULL, Scope.ALL, List.of()).absence(DOWN_A))
                .isEqualTo(Absence.NO_RESULT);
    }

    @Test
    void issuesLeavesOutLowOnesAndKeepsTheWorstOfEachIdentity() {
        AnalyzerResult result = AnalyzerResult.builder()
                .issue(Issue.of("endpoint.down", Severity.HIGH, A, "first"))
                .issue(Issue.of("endpoint.down", Severity.CRITICAL, A, "worst"))
                .issue(Issue.of("endpoint.down", Severity.MEDIUM, A, "last"))
                .issue(Issue.of("endpoint.idle", Severity.LOW, B, "low")).build();
        assertThat(observe(CycleMode.FULL, Scope.ALL, AnalyzerStatus.COMPLETED, result).issues())
                .containsOnlyKeys(DOWN_A).extractingByKey(DOWN_A).extracting(Issue::description).isEqualTo("worst");
    }

    @Test
    void issuesWhenOutOfScopeAreIgnored() {
        AnalyzerResult result = AnalyzerResult.builder().issue(Issue.of("endpoint.down", Severity.HIGH, A, "x"))
                .build();
        assertThat(observe(CycleMode.FULL, new Scope.Named(Set.of(B)), AnalyzerStatus.COMPLETED, result).issues())
                .isEmpty();
    }

    @Test
    void absenceWhenItWasNotItsTurnIsNeitherCleanNorUnknown() {
        AnalyzerResult result = AnalyzerResult.builder().observed(B).notDue(A).build();
        assertThat(observe(CycleMode.FULL, Scope.ALL, AnalyzerStatus.COMPLETED, result).absence(DOWN_A))
                .isEqualTo(Absence.NOT_DUE);
        assertThat(observe(CycleMode.FULL, Scope.ALL, AnalyzerStatus.FAILED, result).absence(DOWN_A))
                .isEqualTo(Absence.NO_RESULT);
    }
}
