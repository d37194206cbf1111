package ink.dreamnet.halo.resonance.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.memory.statistics.Shrinkage;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Episode;
import ink.dreamnet.halo.resonance.timeline.Timeline;

/// Finds subjects that come back sooner than their own past and that of the fleet explain.
///
/// The values are the times that a subject stays healthy between two episodes, the short ones being large ([Bets]). How long is usual is
/// the median before the change, drawn to that of the fleet as if it had [Shrinkage#STRENGTH] times more (on the log scale): a
/// hypothesis begins only where the median since the change is at most half of that. It ends when the subject stays healthy for
/// [#CALM] times as long as is usual.
///
/// O(times held) for each onset; nothing for what did not change.
final class RecurrenceDetector implements Detector {

    /// How many times of a subject are held.
    private static final int HELD = 128;
    /// Of fewer, none is shorter than nine of ten.
    private static final int LEAST = 9;
    private static final double SCREEN = 10;
    /// How many times of the fleet are held.
    private static final int FLEET = 512;
    /// Half of all exponential times are longer than 0.7 of their mean: after three medians it would be 1 of 8.
    private static final double CALM = 3;
    /// How much sooner it must come back for an operator to care.
    private static final double MUCH = 2;
    /// How much sooner makes it severe.
    private static final double SEVERE = 10;

    private final List<Subject> subjects = new ArrayList<>();
    private final Ring fleet = new Ring(FLEET);
    private final Deadlines calm = new Deadlines();

    private static final class Subject {
        private final Bets bets = new Bets(HELD, LEAST, SCREEN, false);
        private Evidence evidence = new Evidence();
        private double usualMs;
        private long sinceMs;
    }

    @Override
    public String pattern() {
        return "recurrence";
    }

    @Override
    public void cycle(CycleFacts facts, Timeline.Changes changes, Timeline timeline, Findings findings) {
        for (int number : changes.recovered()) {
            Subject subject = subject(number);
            if (subject.bets.testing()) {
                calm.add(facts.atMs() + (long) (CALM * subject.usualMs), number, facts.atMs());
            }
        }
        for (int number : changes.onsets()) {
            onset(number, timeline.episodes(number), facts.atMs(), findings);
        }
        calm.due(facts.atMs(), number -> timeline.episodes(number).getLast().recoveredMs(), number -> {
            if (subject(number).bets.testing()) {
                subject(number).bets.stop();
                findings.end(pattern(), Integer.toString(number));
            }
        });
    }

    private void onset(int number, List<Episode> episodes, long nowMs, Findings findings) {
        int last = episodes.size() - 1;
        if (last < 1) {
            return;
        }
        double gap = Spans.gapMs(episodes, last);
        fleet.add(gap);
        Subject subject = subject(number);
        switch (subject.bets.add(-gap)) {
            case NONE -> {
            }
            case GIVEN_UP -> findings.end(pattern(), Integer.toString(number));
            case BEGUN -> {
                double[] gaps = subject.bets.values();
                int change = gaps.length - subject.bets.runLength();
                subject.usualMs = usualMs(Arrays.copyOf(gaps, change));
                if (-Spans.median(Arrays.copyOfRange(gaps, change, gaps.length)) > subject.usualMs / MUCH) {
                    subject.bets.stop();
                    return;
                }
                subject.sinceMs = nowMs;
                subject.evidence = new Evidence();
                findings.report(finding(number, subject, nowMs));
            }
            case MOVED -> {
                subject.evidence.add(nowMs);
                findings.report(finding(number, subject, nowMs));
            }
        }
    }

    /// @param before the times before the change, less than 0
    private double usualMs(double[] before) {
        double own = Math.log(Math.max(1, -Spans.median(before)));
        double all = Math.log(Math.max(1, Spans.median(fleet.toArray())));
        return Math.exp((before.length * own + Shrinkage.STRENGTH * all) / (before.length + Shrinkage.STRENGTH));
    }

    private Finding finding(int number, Subject subject, long nowMs) {
        double meanMs = (nowMs - subject.sinceMs) / (double) Math.max(1, subject.evidence.count());
        return new Finding(pattern(), Integer.toString(number), List.of(number), subject.bets.eValue(),
                subject.usualMs > SEVERE * meanMs ? Severity.HIGH : Severity.MEDIUM,
                "{0} came back %d times within %s; before, it stayed healthy for %s between two episodes.".formatted(
                        subject.evidence.count(), Spans.text(nowMs - subject.sinceMs), Spans.text(subject.usualMs)),
                Map.of("n", subject.evidence.count(), "sinceMs", subject.sinceMs, "meanIntervalMs", Math.round(meanMs),
                        "usualHealthyMs", Math.round(subject.usualMs)),
                subject.evidence.cyclesMs(), List.of("Look for what changed since it comes back so soon",
                        "Repair the cause instead of restarting it"));
    }

    private Subject subject(int number) {
        while (subjects.size() <= number) {
            subjects.add(new Subject());
        }
        return subjects.get(number);
    }
}
