package ink.dreamnet.halo.memory.trait;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.Observations;
import ink.dreamnet.halo.weakpoint.Suppression;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointState;
import ink.dreamnet.halo.weakpoint.WeakPointsDetected;
import org.jspecify.annotations.Nullable;

/// Makes what a cycle detected, in the words of a test.
public final class Observed {

    private final long atMs;
    private CycleMode mode = CycleMode.FULL;
    private Scope scope = Scope.ALL;
    private final List<AnalyzerRun> runs = new ArrayList<>();
    private final List<WeakPoint> open = new ArrayList<>();
    private final Map<String, AnalyzerResult.Builder> results = new LinkedHashMap<>();

    private Observed(long atMs) {
        this.atMs = atMs;
    }

    public static Observed at(long atMs) {
        return new Observed(atMs);
    }

    public static SubjectRef endpoint(String id) {
        return SubjectRef.parse("endpoint:" + id);
    }

    Observed light() {
        mode = CycleMode.LIGHT;
        return this;
    }

    Observed only(SubjectRef... subjects) {
        scope = Scope.of(Set.of(subjects));
        return this;
    }

    Observed ran(String analyzer) {
        result(analyzer);
        return this;
    }

    Observed run(String analyzer, AnalyzerStatus status) {
        runs.add(new AnalyzerRun(analyzer, status, Duration.ZERO, AnalyzerResult.builder().build(), null));
        return this;
    }

    /// @param state what there is to see; nothing is observed of a subject that is unknown
    public Observed saw(String analyzer, SubjectRef subject, EntityState state) {
        AnalyzerResult.Builder result = result(analyzer);
        switch (state) {
            case CLEAN -> result.observed(subject);
            case WEAK, FLAPPING -> {
                result.observed(subject);
                open.add(weakPoint(analyzer, subject, false, state == EntityState.FLAPPING, null));
            }
            case UNKNOWN, REMOVED -> {
            }
        }
        return this;
    }

    Observed stale(String analyzer, SubjectRef subject) {
        result(analyzer).observed(subject);
        open.add(weakPoint(analyzer, subject, true, false, null));
        return this;
    }

    Observed suppressed(String analyzer, SubjectRef subject, Suppression.Kind by) {
        result(analyzer).observed(subject);
        open.add(weakPoint(analyzer, subject, false, false, new Suppression(by, "one", "because", null)));
        return this;
    }

    Observed remembered(String analyzer, SubjectRef subject) {
        result(analyzer).observed(subject).remembered(subject);
        return this;
    }

    Observed notDue(String analyzer, SubjectRef subject) {
        result(analyzer).notDue(subject);
        return this;
    }

    Observed answered(String analyzer, SubjectRef subject, double ms) {
        result(analyzer).observed(subject).answeredWithin(subject, ms);
        return this;
    }

    private AnalyzerResult.Builder result(String analyzer) {
        return results.computeIfAbsent(analyzer, any -> AnalyzerResult.builder());
    }

    private WeakPoint weakPoint(String analyzer, SubjectRef subject, boolean stale, boolean flapping,
            @Nullable Suppression by) {
        Instant at = Instant.ofEpochMilli(atMs);
        return new WeakPoint(UUID.nameUUIDFromBytes((analyzer + subject).getBytes(StandardCharsets.UTF_8)), analyzer,
                "test.broken", subject,
                Severity.HIGH, "is broken", WeakPointState.OPEN, at, at, 1, 0, stale, null, null, List.of(), Map.of(),
                by != null, by, null, flapping, 0, null, null, null);
    }

    public WeakPointsDetected detected() {
        List<AnalyzerRun> all = new ArrayList<>(runs);
        results.forEach((analyzer, result) -> all.add(new AnalyzerRun(analyzer, AnalyzerStatus.COMPLETED, Duration.ZERO,
                result.build(), null)));
        Instant at = Instant.ofEpochMilli(atMs);
        return new WeakPointsDetected(new Observations(UUID.randomUUID(), mode, scope, all), at, open, List.of(),
                List.of());
    }
}
