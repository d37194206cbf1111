package ink.dreamnet.halo.memory.trait;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.Observations;
import ink.dreamnet.halo.weakpoint.Suppression;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointsDetected;
import org.jspecify.annotations.Nullable;

/// What one cycle adds to the record of what is watched. Changes nothing: it is computed, written, and taken over into [Known] after
/// the commit.
final class Round {

    private final Known known;
    private final Observations observations;
    private final long atMs;
    private final boolean whole;
    private final BiFunction<String, Collection<SubjectRef>, Set<SubjectRef>> watched;
    private final Map<String, Map<SubjectRef, List<WeakPoint>>> open;

    private final List<Span> spans = new ArrayList<>();
    private final Map<String, Map<SubjectRef, Watch>> watches = new LinkedHashMap<>();
    private final Map<String, Set<SubjectRef>> unobserved = new HashMap<>();
    private final Map<String, Set<SubjectRef>> removed = new HashMap<>();
    private final Map<String, Long> looks = new HashMap<>();
    private final List<Gap> opened = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private final Map<SubjectRef, Latencies> latencies = new HashMap<>();
    private final Map<SubjectRef, Level> levels = new LinkedHashMap<>();

    /// @param watched answers which of some subjects an analyzer still watches
    /// @param holds how long observations hold without another cycle
    Round(Known known, WeakPointsDetected detected, Duration holds,
            BiFunction<String, Collection<SubjectRef>, Set<SubjectRef>> watched) {
        this.known = known;
        this.observations = detected.observations();
        this.whole = !(observations.scope() instanceof Scope.Named);
        this.watched = watched;
        // the clocks of replicas may differ by a few milliseconds
        this.atMs = Math.max(detected.at().toEpochMilli(), known.lastCycleMs() + 1);
        this.open = detected.open().stream().collect(Collectors.groupingBy(WeakPoint::analyzer,
                Collectors.groupingBy(WeakPoint::subject)));
        if (known.lastCycleMs() > 0 && atMs - known.lastCycleMs() > holds.toMillis()) {
            opened.add(new Gap(Gap.HALO, known.lastCycleMs() + holds.toMillis(), atMs, atMs));
        }
        observations.runs().forEach(this::run);
        absent();
    }

    private void run(AnalyzerRun run) {
        switch (run.status()) {
            case COMPLETED -> completed(run);
            case FAILED, TIMED_OUT, INCONCLUSIVE -> lost(run.name());
            case SKIPPED -> {
            }
        }
    }

    /// An analyzer that a cycle over everything should have had, but that is switched off or gone.
    private void absent() {
        if (observations.mode() == CycleMode.FULL) {
            Set<String> there = observations.runs().stream().map(AnalyzerRun::name).collect(Collectors.toSet());
            new TreeSet<>(known.looks().keySet()).stream().filter(name -> !there.contains(name)).forEach(this::lost);
        }
    }

    private void lost(String analyzer) {
        Long ranAt = known.looks().get(analyzer);
        unobserved.put(analyzer, known.watches().getOrDefault(analyzer, Map.of()).entrySet().stream()
                .filter(watch -> watch.getValue().state() != EntityState.REMOVED
                        && observations.scope().includes(watch.getKey()))
                .map(Map.Entry::getKey).collect(Collectors.toSet()));
        if (whole && ranAt != null && !known.openGaps().containsKey(analyzer)) {
            opened.add(new Gap(analyzer, ranAt, atMs, null));
        }
    }

    private void completed(AnalyzerRun run) {
        String analyzer = run.name();
        if (whole) {
            looks.put(analyzer, atMs);
        }
        if (whole && known.openGaps().containsKey(analyzer)) {
            closed.add(analyzer);
        }
        Map<SubjectRef, Watch> before = known.watches().getOrDefault(analyzer, Map.of());
        Map<SubjectRef, Watch> after = new HashMap<>();
        watches.put(analyzer, after);
        Set<SubjectRef> observed = run.result().observed();
        for (SubjectRef subject : observed) {
            if (observations.scope().includes(subject) && !run.result().remembered(subject)) {
                observed(analyzer, subject, before.get(subject), after);
            }
        }
        missing(analyzer, before, observed, run.result().notDue(), after);
        run.result().responseMs().forEach((subject, ms) -> {
            if (!run.result().remembered(subject)) {
                answered(subject, ms);
            }
        });
    }

    private void observed(String analyzer, SubjectRef subject, @Nullable Watch before,
            Map<SubjectRef, Watch> after) {
        List<WeakPoint> points = open.getOrDefault(analyzer, Map.of()).getOrDefault(subject, List.of());
        EntityState state = points.stream().map(Round::stateOf).max(EntityState::compareTo)
                .orElse(EntityState.CLEAN);
        if (before == null || before.state() != state) {
            boolean ended = before != null && before.state().weak() && state == EntityState.CLEAN;
            spans.add(new Span(analyzer, Entity.of(subject), state, before == null ? null : before.lookedMs(), atMs,
                    ended ? Boolean.FALSE : null, detail(points)));
            after.put(subject, new Watch(state, atMs, atMs, false));
            return;
        }
        boolean lasts = state == EntityState.WEAK && !before.lasted()
                && atMs - before.sinceMs() >= Traits.HORIZON.toMillis();
        if (lasts) {
            spans.add(new Span(analyzer, Entity.of(subject), state, before.lookedMs(), atMs, Boolean.FALSE,
                    detail(points)));
        }
        after.put(subject, new Watch(state, before.sinceMs(), atMs, before.lasted() || lasts));
    }

    private static EntityState stateOf(WeakPoint point) {
        if (point.stale() || point.suppressedBy() != null
                && point.suppressedBy().kind() == Suppression.Kind.MAINTENANCE) {
            return EntityState.UNKNOWN;
        }
        return point.flapping() ? EntityState.FLAPPING : EntityState.WEAK;
    }

    private static String detail(List<WeakPoint> points) {
        Severity worst = points.stream().map(WeakPoint::severity).max(Severity::compareTo).orElse(null);
        return worst == null
                ? ""
                : points.stream().map(WeakPoint::code).distinct().sorted().limit(3).collect(Collectors.joining(", "))
                        + ", " + worst.wire();
    }

    private void missing(String analyzer, Map<SubjectRef, Watch> before, Set<SubjectRef> observed,
            Set<SubjectRef> notDue, Map<SubjectRef, Watch> after) {
        Set<SubjectRef> missing = new HashSet<>();
        before.forEach((subject, watch) -> {
            if (watch.state() != EntityState.REMOVED && !observed.contains(subject)
                    && observations.scope().includes(subject) && !notDue.contains(subject)) {
                missing.add(subject);
            }
        });
        if (missing.isEmpty()) {
            return;
        }
        Set<SubjectRef> there = watched.apply(analyzer, missing);
        unobserved.put(analyzer, there);
        removed.put(analyzer, missing.stream().filter(subject -> !there.contains(subject)).collect(Collectors.toSet()));
        for (SubjectRef subject : new TreeSet<>(missing)) {
            Watch watch = Objects.requireNonNull(before.get(subject));
            EntityState state = there.contains(subject) ? EntityState.UNKNOWN : EntityState.REMOVED;
            if (watch.state() != state) {
                spans.add(new Span(analyzer, Entity.of(subject), state, watch.lookedMs(), atMs, null, ""));
                after.put(subject, new Watch(state, atMs, watch.lookedMs(), false));
            }
        }
    }

    private void answered(SubjectRef subject, double ms) {
        Latencies before = known.latencies().getOrDefault(subject, Latencies.NONE);
        Latencies now = before.plus(ms);
        latencies.put(subject, now);
        if (now.level() != null && !now.level().equals(before.level())) {
            levels.put(subject, new Level(atMs, now.level()));
        }
    }

    /// @return when the cycle was recorded, later than every cycle before
    long atMs() {
        return atMs;
    }

    /// @return the states that begin; whether a repair was handed over in between is still to be filled in
    List<Span> spans() {
        return spans;
    }

    /// @return what is known now of the subjects that were observed, by analyzer
    Map<String, Map<SubjectRef, Watch>> watches() {
        return watches;
    }

    /// @return by analyzer the subjects that it should have observed and did not
    Map<String, Set<SubjectRef>> unobserved() {
        return unobserved;
    }

    /// @return by analyzer the subjects that it watches no more
    Map<String, Set<SubjectRef>> removed() {
        return removed;
    }

    /// @return the analyzers' completed runs over everything
    Map<String, Long> looks() {
        return looks;
    }

    /// @return the oldest observation of each analyzer that completed: what nothing else is known of was observed at least then
    Map<String, Long> oldest() {
        Map<String, Long> oldest = new HashMap<>();
        looks.keySet().forEach(analyzer -> {
            Map<SubjectRef, Watch> now = watches.getOrDefault(analyzer, Map.of());
            long least = atMs;
            for (Map.Entry<SubjectRef, Watch> before : known.watches().getOrDefault(analyzer, Map.of()).entrySet()) {
                Watch watch = now.getOrDefault(before.getKey(), before.getValue());
                if (watch.state().known()) {
                    least = Math.min(least, watch.lookedMs());
                }
            }
            oldest.put(analyzer, least);
        });
        return oldest;
    }

    /// @return the gaps that begin, or that are over already
    List<Gap> opened() {
        return opened;
    }

    /// @return the analyzers whose gaps end
    List<String> closed() {
        return closed;
    }

    /// @return the response times of late
    Map<SubjectRef, Latencies> latencies() {
        return latencies;
    }

    /// @return the levels of response times that begin
    Map<SubjectRef, Level> levels() {
        return levels;
    }
}
