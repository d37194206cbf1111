package ink.dreamnet.halo.resonance.pattern;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.memory.statistics.EProcess;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Episode;
import ink.dreamnet.halo.resonance.timeline.Timeline;
import org.jspecify.annotations.Nullable;

/// Finds pairs of which B becomes weak within [#WITHIN_MS] after A. It says "precedes", never "causes".
///
/// B follows A only where B was seen healthy in a later cycle than that which saw A weak; that B precedes A is the mirror of it. Whatever
/// happened within one run of the prober, or between it and the next, is neither. Onsets of A within [#BURST_MS] are one.
///
/// Each onset of A multiplies the evidence by the smaller of two factors, so that it is evidence against both explanations by chance:
/// - **They fail at the same times, in no order.** Where B is independent of A and stationary, P(only after) = P(only before) within the same time on
///   both sides, however B clusters. The factor is that of an e-process against "in at most half of the cases" ([EProcess]).
/// - **Both have their hours.** The same time of [#WEEKS] earlier weeks: with T(k) = 1 where B has an onset after that, T(0) / mean(T(0) … T(K)) is 1 on
///   average where the weeks are exchangeable. The factor bets half of the stake on it.
///
/// The screen are the onsets of A before the hypothesis. It ends with [#MISSES] onsets of A that B did not follow, or with evidence below a
/// tenth.
///
/// O(onsets within two hours + episodes held of those that follow or are hypotheses) for each onset; at most [#PAIRS] pairs are counted.
/// Times when more than [#CROWD] subjects became weak say nothing about pairs.
final class PrecedenceDetector implements Detector {

    private static final long WITHIN_MS = Spans.HOUR_MS;
    private static final long BURST_MS = 6 * Spans.HOUR_MS;
    private static final long WEEK_MS = 7 * Spans.DAY_MS;
    private static final int WEEKS = 26;
    private static final int CROWD = 50;
    private static final int PAIRS = 50_000;
    private static final int MISSES = 10;
    private static final double HOPELESS = Math.log(0.1);
    /// In how many cases B must have followed to become a hypothesis: 4 in the one order and none in the other are 1 of 16 by chance.
    private static final int LEAST = 4;
    /// In which share of all cases at least, so that it is of use.
    private static final double OFTEN = 0.25;

    /// Of how many cases the time between both is held.
    private static final int LAGS = 64;

    private final Deque<Onset> recent = new ArrayDeque<>();
    private final Deque<Onset> waiting = new ArrayDeque<>();
    private final Map<Integer, Subject> subjects = new HashMap<>();
    private final Map<Pair, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Count> eldest) {
            return size() > PAIRS;
        }
    };

    private record Onset(int subject, long healthyMs, long weakMs) {
    }

    private record Pair(int first, int then) {

        String key() {
            return first + ">" + then;
        }
    }

    private static final class Subject {
        private long latestMs = Episode.NEVER;
        private int onsets;
        private final Map<Integer, Hypothesis> hypotheses = new LinkedHashMap<>();
    }

    /// @param from how many onsets of the first there had been before
    private record Count(int from, int after, int before) {
    }

    private static final class Hypothesis {
        private final Evidence evidence = new Evidence();
        private final Ring lags = new Ring(LAGS);
        private EProcess order = EProcess.NONE;
        private double logEvidence;
        private int onsets;
        private int misses;
    }

    @Override
    public String pattern() {
        return "precedence";
    }

    @Override
    public void cycle(CycleFacts facts, Timeline.Changes changes, Timeline timeline, Findings findings) {
        for (int number : changes.onsets()) {
            Episode episode = timeline.episodes(number).getLast();
            Onset onset = new Onset(number, episode.healthyMs(), episode.weakMs());
            recent.add(onset);
            Subject subject = subjects.computeIfAbsent(number, _ -> new Subject());
            if (subject.latestMs == Episode.NEVER || onset.weakMs() - subject.latestMs > BURST_MS) {
                waiting.add(onset);
            }
            subject.latestMs = onset.weakMs();
        }
        while (!waiting.isEmpty() && waiting.getFirst().weakMs() + WITHIN_MS < facts.atMs()) {
            over(waiting.remove(), timeline, findings);
        }
        while (!recent.isEmpty() && recent.getFirst().weakMs() + 2 * WITHIN_MS < facts.atMs() - WITHIN_MS) {
            recent.remove();
        }
    }

    private void over(Onset a, Timeline timeline, Findings findings) {
        Map<Integer, Long> after = new LinkedHashMap<>();
        Set<Integer> before = new HashSet<>();
        Set<Integer> near = new HashSet<>();
        for (Onset b : recent) {
            if (b.subject() == a.subject() || Math.abs(b.weakMs() - a.weakMs()) > WITHIN_MS) {
                continue;
            }
            near.add(b.subject());
            if (b.healthyMs() > a.weakMs()) {
                after.putIfAbsent(b.subject(), b.weakMs());
            } else if (b.weakMs() < a.healthyMs()) {
                before.add(b.subject());
            }
        }
        if (near.size() > CROWD) {
            return;
        }
        Subject subject = subjects.computeIfAbsent(a.subject(), _ -> new Subject());
        for (Map.Entry<Integer, Hypothesis> entry : List.copyOf(subject.hypotheses.entrySet())) {
            Pair pair = new Pair(a.subject(), entry.getKey());
            Long then = after.get(pair.then());
            if (!test(pair, entry.getValue(), a, then, before.contains(pair.then()), timeline, findings)) {
                subject.hypotheses.remove(pair.then());
            }
        }
        subject.onsets++;
        for (int number : before) {
            count(new Pair(a.subject(), number), 0, 1, subject);
        }
        for (int number : after.keySet()) {
            Pair pair = new Pair(a.subject(), number);
            boolean rhythm = weekly(a, number, true, timeline) <= 1;
            if (!before.contains(number) && !rhythm && !subject.hypotheses.containsKey(number)
                    && worthATest(count(pair, 1, 0, subject), subject)) {
                counts.remove(pair);
                Hypothesis begun = new Hypothesis();
                subject.hypotheses.put(number, begun);
                findings.report(finding(pair, begun));
            }
        }
    }

    private Count count(Pair pair, int after, int before, Subject first) {
        Count known = counts.getOrDefault(pair, new Count(first.onsets - 1, 0, 0));
        Count now = new Count(known.from(), known.after() + after, known.before() + before);
        counts.put(pair, now);
        return now;
    }

    private static boolean worthATest(Count count, Subject first) {
        return count.after() >= LEAST && count.after() >= LEAST * count.before()
                && count.after() >= OFTEN * (first.onsets - count.from());
    }

    /// @return whether it is a hypothesis still
    private boolean test(Pair pair, Hypothesis known, Onset a, @Nullable Long then, boolean before,
            Timeline timeline, Findings findings) {
        boolean after = then != null;
        double order = 0;
        if (after != before) {
            EProcess next = known.order.plus(after);
            order = next.above(0.5) - known.order.above(0.5);
            known.order = next;
        }
        known.logEvidence += Math.min(order, Math.log(weekly(a, pair.then(), after, timeline)));
        known.onsets++;
        known.misses = after ? 0 : known.misses + 1;
        if (known.logEvidence < HOPELESS || known.misses >= MISSES) {
            findings.end(pattern(), pair.key());
            return false;
        }
        if (then != null) {
            known.evidence.add(then);
            known.lags.add(then - a.weakMs());
        }
        findings.report(finding(pair, known));
        return true;
    }

    /// The factor of the same time in earlier weeks.
    private static double weekly(Onset a, int then, boolean after, Timeline timeline) {
        List<Episode> episodes = timeline.episodes(then);
        long firstMs = episodes.size() < timeline.onsets(then) ? episodes.getFirst().weakMs() : timeline.firstMs(then);
        long weeks = Math.min(WEEKS, (a.weakMs() - firstMs) / WEEK_MS);
        Set<Long> hit = new HashSet<>();
        for (Episode episode : episodes) {
            long earlierMs = a.weakMs() - episode.weakMs();
            long week = Math.ceilDiv(earlierMs, WEEK_MS);
            if (earlierMs > 0 && week <= weeks && week * WEEK_MS - earlierMs <= WITHIN_MS
                    && week * WEEK_MS != earlierMs) {
                hit.add(week);
            }
        }
        if (!after) {
            return hit.isEmpty() ? 1 : 0.5;
        }
        return 0.5 + 0.5 * (weeks + 1) / (hit.size() + 1);
    }

    private Finding finding(Pair pair, Hypothesis known) {
        int followed = known.evidence.count();
        double lagMs = followed == 0 ? 0 : Spans.median(known.lags.toArray());
        return new Finding(pattern(), pair.key(), List.of(pair.first(), pair.then()), Math.exp(known.logEvidence),
                Severity.LOW,
                "{0} precedes {1}: in %d of %d cases {1} became weak within an hour after it, mostly about %s later."
                        .formatted(
                                followed, known.onsets, Spans.text(lagMs)),
                Map.of("n", known.onsets, "after", followed, "before", known.order.failures(), "medianLagMs",
                        Math.round(lagMs)),
                known.evidence.cyclesMs(), List.of("When the first becomes weak, look at the second",
                        "Ask whether both depend on the same thing"));
    }
}
