package ink.dreamnet.halo.resonance.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.memory.statistics.Shrinkage;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Episode;
import ink.dreamnet.halo.resonance.timeline.Timeline;

/// Finds subjects that come back sooner than their own past and that of the fleet explain.
///
/// The values are the times that a subject stays healthy between two episodes, short ones being large ([Bets]). How the fleet clusters is
/// no news, as the share of the fleet's times that are as short enters with the strength of the shrinkage: p = max((1 + k) / (1 + n),
/// (1 + k + 4·p(fleet)) / (1 + n + 4)) with k of the n times of the subject as short. It ends when the subject stays healthy for
/// longer than it usually did.
///
/// O(episodes held) for each onset, and O(fleet's times held) = O(1); nothing for what did not change.
final class RecurrenceDetector implements Detector {

    /// Fewer times than that make no past: the least share would be more than a tenth.
    private static final int LEAST_PAST = 9;
    /// How many times of the fleet are held.
    private static final int FLEET = 512;
    /// How much more often it must be for an operator to care.
    private static final double MUCH = 10;

    private final List<Subject> subjects = new ArrayList<>();
    private final Ring fleet = new Ring(FLEET);
    private final Deadlines calm = new Deadlines();

    private static final class Subject {
        private final Bets bets = new Bets();
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
                calm.add(facts.atMs() + (long) subject.usualMs, number, facts.atMs());
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
        double fleetShare = Bets.share(fleet.atMost(gap), fleet.size());
        fleet.add(gap);
        int past = last - 1;
        if (past < LEAST_PAST) {
            return;
        }
        double[] gaps = new double[past];
        int asShort = 0;
        for (int i = 0; i < past; i++) {
            gaps[i] = Spans.gapMs(episodes, i + 1);
            asShort += gaps[i] <= gap ? 1 : 0;
        }
        double shrunk = (1 + asShort + Shrinkage.STRENGTH * fleetShare) / (1 + past + Shrinkage.STRENGTH);
        Subject subject = subject(number);
        switch (subject.bets.add(Math.max(Bets.share(asShort, past), shrunk))) {
            case NONE -> {
            }
            case GIVEN_UP -> findings.end(pattern(), Integer.toString(number));
            case BEGUN -> {
                subject.usualMs = Spans.median(gaps);
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

    private Finding finding(int number, Subject subject, long nowMs) {
        double meanMs = (nowMs - subject.sinceMs) / (double) Math.max(1, subject.evidence.count());
        return new Finding(pattern(), Integer.toString(number), List.of(number), subject.bets.eValue(),
                subject.usualMs > MUCH * meanMs ? Severity.HIGH : Severity.MEDIUM,
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
