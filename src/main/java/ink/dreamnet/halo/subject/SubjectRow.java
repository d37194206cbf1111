package ink.dreamnet.halo.subject;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectList.Listed;
import ink.dreamnet.halo.subject.SubjectStatus.OpenWeakPoint;
import ink.dreamnet.halo.weakpoint.Suppression;
import org.jspecify.annotations.Nullable;

/// What is stored of one subject.
///
/// @param listed what is declared of it
/// @param registered whether it is registered; otherwise an analyzer observes it, or reports something of it
/// @param covered whether a maintenance window covers it
/// @param blind the analyzers that should have observed it and did not; [#OVERDUE] where no cycle came
/// @param points its open weak points, the worst first
/// @param checkedAt when it was last observed; null where it never was
/// @param result what was measured then, as JSON; null where nothing was
/// @param checks what the last checks found, a letter each
/// @param state its state, by all of these
/// @param since since when
record SubjectRow(Listed listed, boolean registered, boolean covered, Set<String> blind, List<OpenWeakPoint> points,
        @Nullable Instant checkedAt, @Nullable String result, String checks, SubjectState state, Instant since) {

    /// Stands for an analyzer where no cycle over everything came for too long.
    static final String OVERDUE = "*";
    /// How many open weak points are kept.
    static final int POINTS = 20;

    private static final char NOT_OBSERVED = 'x';
    private static final Comparator<OpenWeakPoint> WORST_FIRST = Comparator.comparing(OpenWeakPoint::severity)
            .reversed().thenComparing(OpenWeakPoint::id);

    SubjectRow {
        blind = Set.copyOf(blind);
        points = List.copyOf(points);
    }

    /// A subject of which nothing is known yet.
    static SubjectRow of(Listed listed, boolean registered, Instant now) {
        return new SubjectRow(listed, registered, false, Set.of(), List.of(), null, null, "", SubjectState.UNKNOWN, now)
                .settled(now);
    }

    SubjectRow with(Listed now, boolean nowRegistered, Instant at) {
        return new SubjectRow(now, nowRegistered, covered, blind, points, checkedAt, result, checks, state, since)
                .settled(at);
    }

    SubjectRow covered(boolean now, Instant at) {
        return new SubjectRow(listed, registered, now, blind, points, checkedAt, result, checks, state, since)
                .settled(at);
    }

    /// @param nowBlind the analyzers that should have observed it and did not
    SubjectRow with(List<OpenWeakPoint> nowPoints, Set<String> nowBlind, Instant at) {
        return new SubjectRow(listed, registered, covered, nowBlind,
                nowPoints.stream().sorted(WORST_FIRST).limit(POINTS).toList(), checkedAt, result, checks, state, since)
                .settled(at);
    }

    /// Adds a check that observed it.
    ///
    /// @param measured what was measured, as JSON; null where nothing was, and what was measured before stands
    SubjectRow observed(@Nullable String measured, Instant at) {
        SubjectRow now = new SubjectRow(listed, registered, covered, blind, points, at,
                measured == null ? result : measured, checks, state, since).settled(at);
        return now.ticked(now.letter());
    }

    /// Adds a check that did not observe it as a whole, but what is wrong with it.
    SubjectRow partly() {
        return ticked(letter());
    }

    /// Adds a check that should have observed it and did not.
    SubjectRow missed() {
        return ticked(NOT_OBSERVED);
    }

    private SubjectRow ticked(char letter) {
        String strip = checks + letter;
        return new SubjectRow(listed, registered, covered, blind, points, checkedAt, result,
                strip.substring(Math.max(0, strip.length() - SubjectStatus.CHECKS)), state, since);
    }

    /// @return the same with the state that follows from the rest
    private SubjectRow settled(Instant at) {
        SubjectState now = judge();
        return now == state
                ? this
                : new SubjectRow(listed, registered, covered, blind, points, checkedAt, result, checks, now, at);
    }

    private SubjectState judge() {
        if (listed.paused()) {
            return SubjectState.PAUSED;
        }
        if (points.stream().anyMatch(OpenWeakPoint::counts)) {
            return SubjectState.WEAK;
        }
        if (points.stream().anyMatch(point -> point.suppressedBy() != Suppression.Kind.MAINTENANCE)) {
            return SubjectState.SILENCED;
        }
        if (covered || !points.isEmpty()) {
            return SubjectState.MAINTENANCE;
        }
        return checkedAt == null || !blind.isEmpty() ? SubjectState.UNKNOWN : SubjectState.UP;
    }

    /// @return what a check finds that observed it in its present state
    private char letter() {
        return switch (state) {
            case WEAK -> worst() == Severity.CRITICAL ? 'c' : worst() == Severity.HIGH ? 'h' : 'm';
            case SILENCED -> 's';
            case MAINTENANCE -> 'w';
            case PAUSED -> 'p';
            // another analyzer did not observe it
            case UNKNOWN -> NOT_OBSERVED;
            case UP -> 'u';
        };
    }

    private Severity worst() {
        return points.stream().filter(OpenWeakPoint::counts).map(OpenWeakPoint::severity).max(Severity::compareTo)
                .orElse(Severity.MEDIUM);
    }
}
