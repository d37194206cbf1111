package ink.dreamnet.halo.memory.trait;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/// The states of a subject over time, from what all its analyzers observed until one moment.
///
/// A change between two observations is put into the middle of them, which is where it is to be expected when nothing else is
/// known (B. W. Turnbull 1976, *The empirical distribution function with arbitrarily grouped, censored and truncated data*, JRSS B
/// 38:290). How often a subject was observed does not count, only for how long.
final class Timeline {

    private Timeline() {
    }

    /// A state that held from one moment to another.
    record Piece(long fromMs, long untilMs, EntityState state) {
    }

    /// @param spans those of one subject, in the order in which they were written; later ones than `asOfMs` do not count
    /// @param gaps any; those of other analyzers and those found after `asOfMs` do not count
    /// @param fromMs what was before does not count
    /// @param asOfMs until when
    /// @return what was known, in the order of time, without overlaps; empty where nothing was
    static List<Piece> of(List<Span> spans, Collection<Gap> gaps, long fromMs, long asOfMs) {
        Map<String, List<Span>> byAnalyzer = new LinkedHashMap<>();
        spans.stream().filter(span -> span.atMs() <= asOfMs)
                .forEach(span -> byAnalyzer.computeIfAbsent(span.analyzer(), any -> new ArrayList<>()).add(span));
        List<List<Piece>> timelines = new ArrayList<>();
        byAnalyzer.forEach((analyzer, own) -> {
            List<Piece> pieces = pieces(own, fromMs, asOfMs);
            for (Gap gap : gaps) {
                if (gap.foundMs() <= asOfMs && (gap.analyzer().equals(analyzer) || gap.analyzer().equals(Gap.HALO))) {
                    long until = gap.untilMs() == null ? asOfMs : Math.min(gap.untilMs(), asOfMs);
                    pieces = without(pieces, gap.fromMs(), until);
                }
            }
            timelines.add(pieces);
        });
        return timelines.size() == 1 ? timelines.getFirst() : merged(timelines);
    }

    private static List<Piece> pieces(List<Span> spans, long fromMs, long asOfMs) {
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            long from = Math.max(fromMs, begin(i == 0 ? null : spans.get(i - 1), span));
            long until = i + 1 == spans.size() ? asOfMs : begin(span, spans.get(i + 1));
            if (span.state().known() && until > from) {
                pieces.add(new Piece(from, until, span.state()));
            }
        }
        return pieces;
    }

    private static long begin(@Nullable Span before, Span span) {
        if (before == null || span.afterMs() == null || !before.state().known()) {
            return span.atMs();
        }
        return span.state().known() ? span.afterMs() + (span.atMs() - span.afterMs()) / 2 : span.afterMs();
    }

    private static List<Piece> without(List<Piece> pieces, long from, long until) {
        if (until <= from) {
            return pieces;
        }
        List<Piece> left = new ArrayList<>(pieces.size() + 1);
        for (Piece piece : pieces) {
            if (piece.untilMs() <= from || piece.fromMs() >= until) {
                left.add(piece);
                continue;
            }
            if (piece.fromMs() < from) {
                left.add(new Piece(piece.fromMs(), from, piece.state()));
            }
            if (piece.untilMs() > until) {
                left.add(new Piece(until, piece.untilMs(), piece.state()));
            }
        }
        return left;
    }

    private static List<Piece> merged(List<List<Piece>> timelines) {
        TreeSet<Long> cuts = new TreeSet<>();
        timelines.forEach(pieces -> pieces.forEach(piece -> {
            cuts.add(piece.fromMs());
            cuts.add(piece.untilMs());
        }));
        int[] next = new int[timelines.size()];
        List<Piece> merged = new ArrayList<>();
        Long from = null;
        for (Long until : cuts) {
            EntityState state = from == null ? null : stateAt(timelines, next, from);
            if (from != null && state != null) {
                add(merged, new Piece(from, until, state));
            }
            from = until;
        }
        return merged;
    }

    private static @Nullable EntityState stateAt(List<List<Piece>> timelines, int[] next, long at) {
        EntityState worst = null;
        for (int i = 0; i < next.length; i++) {
            List<Piece> pieces = timelines.get(i);
            while (next[i] < pieces.size() && pieces.get(next[i]).untilMs() <= at) {
                next[i]++;
            }
            if (next[i] < pieces.size() && pieces.get(next[i]).fromMs() <= at) {
                EntityState state = pieces.get(next[i]).state();
                worst = worst == null || state.compareTo(worst) > 0 ? state : worst;
            }
        }
        return worst;
    }

    private static void add(List<Piece> merged, Piece piece) {
        Piece last = merged.isEmpty() ? null : merged.getLast();
        if (last != null && last.untilMs() == piece.fromMs() && last.state() == piece.state()) {
            merged.set(merged.size() - 1, new Piece(last.fromMs(), piece.untilMs(), last.state()));
        } else {
            merged.add(piece);
        }
    }
}
