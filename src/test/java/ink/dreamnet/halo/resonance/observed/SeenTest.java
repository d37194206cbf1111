package ink.dreamnet.halo.resonance.observed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.timeline.Health;
import ink.dreamnet.halo.weakpoint.Observations;
import ink.dreamnet.halo.weakpoint.Suppression;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointState;
import ink.dreamnet.halo.weakpoint.WeakPointsDetected;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SeenTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final SubjectRef SHOP = SubjectRef.parse("endpoint:shop");
    private static final SubjectRef CART = SubjectRef.parse("endpoint:cart");

    private final List<AnalyzerRun> runs = new ArrayList<>();
    private final List<WeakPoint> open = new ArrayList<>();

    private void ran(String analyzer, AnalyzerStatus status, AnalyzerResult.Builder result) {
        runs.add(new AnalyzerRun(analyzer, status, Duration.ZERO, result.build(), null));
    }

    private static AnalyzerResult.Builder observed(SubjectRef... subjects) {
        AnalyzerResult.Builder result = AnalyzerResult.builder();
        List.of(subjects).forEach(result::observed);
        return result;
    }

    private static Issue issue(SubjectRef subject, Severity severity) {
        return Issue.of("test.broken", severity, subject, "is broken");
    }

    private void open(SubjectRef subject, Severity severity, boolean stale, Suppression.@Nullable Kind by) {
        open.add(new WeakPoint(UUID.randomUUID(), "a", "test.broken", subject, severity, "is broken",
                WeakPointState.OPEN, NOW, NOW, 1, 0, stale, null, null, List.of(), Map.of(), by != null,
                by == null ? null : new Suppression(by, "one", "because", null), null, false, 0, null, null, null));
    }

    private List<Seen> detected(Scope scope) {
        return Seen.of(new WeakPointsDetected(new Observations(UUID.randomUUID(), CycleMode.FULL, scope, runs), NOW,
                open, List.of(), List.of()));
    }

    private static Seen seen(SubjectRef subject, Health health) {
        return new Seen(subject, health, Double.NaN);
    }

    @Test
    void runsWhenThereAreIssuesTheWorstOfACompletedRunDecides() {
        ran("a", AnalyzerStatus.COMPLETED, observed(CART).issue(issue(SHOP, Severity.MEDIUM)).answeredWithin(CART, 12));
        ran("b", AnalyzerStatus.COMPLETED, AnalyzerResult.builder().issue(issue(SHOP, Severity.CRITICAL))
                .issue(issue(CART, Severity.LOW)));
        ran("c", AnalyzerStatus.INCONCLUSIVE, AnalyzerResult.builder().issue(issue(CART, Severity.CRITICAL)));
        assertThat(Seen.of(runs, Scope.ALL, List.of())).containsExactly(new Seen(CART, Health.UP, 12),
                seen(SHOP, Health.DOWN));
    }

    @Test
    void runsWhenNobodyLookedAtWhatIsDueItIsUnknown() {
        SubjectRef late = SubjectRef.parse("endpoint:late");
        ran("a", AnalyzerStatus.COMPLETED, observed(CART).remembered(CART));
        ran("b", AnalyzerStatus.INCONCLUSIVE, observed(SHOP));
        ran("c", AnalyzerStatus.FAILED, AnalyzerResult.builder());
        assertThat(Seen.of(runs, Scope.ALL, List.of(late))).containsExactly(seen(late, Health.UNKNOWN),
                seen(SHOP, Health.UNKNOWN));
        assertThat(Seen.of(runs, Scope.of(Set.of(CART)), List.of())).isEmpty();
    }

    @Test
    void detectedWhenAnotherAnalyzersWeakPointIsOpenItCounts() {
        ran("b", AnalyzerStatus.COMPLETED, observed(SHOP, CART));
        open(SHOP, Severity.MEDIUM, false, null);
        assertThat(detected(Scope.ALL)).containsExactly(seen(CART, Health.UP), seen(SHOP, Health.DEGRADED));
    }

    @Test
    void detectedWhenStaleOrInMaintenanceIsUnknownUnlessSomethingElseIsWrong() {
        ran("a", AnalyzerStatus.COMPLETED, observed(SHOP, CART));
        open(SHOP, Severity.HIGH, true, null);
        open(CART, Severity.HIGH, false, Suppression.Kind.MAINTENANCE);
        assertThat(detected(Scope.ALL)).containsExactly(seen(CART, Health.UNKNOWN), seen(SHOP, Health.UNKNOWN));
        open(SHOP, Severity.MEDIUM, false, null);
        open(CART, Severity.HIGH, false, Suppression.Kind.SILENCE);
        assertThat(detected(Scope.ALL)).containsExactly(seen(CART, Health.DOWN), seen(SHOP, Health.DEGRADED));
    }

    @Test
    void detectedWhenNobodyLookedSaysNothing() {
        ran("a", AnalyzerStatus.COMPLETED, observed(CART));
        open(SHOP, Severity.HIGH, false, null);
        assertThat(detected(Scope.ALL)).containsExactly(seen(CART, Health.UP));
        assertThat(detected(Scope.of(Set.of(SHOP)))).isEmpty();
    }
}
