package ink.dreamnet.halo.resonance.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.group.GroupDetector;
import ink.dreamnet.halo.resonance.pattern.Finding;
import ink.dreamnet.halo.resonance.pattern.Findings;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Health;
import ink.dreamnet.halo.resonance.timeline.Check;
import ink.dreamnet.halo.resonance.timeline.Timeline;

/// Plays a status page to a planner, which sees nothing but what it asks for.
final class ClosedLoop {

    static final long CYCLE_MS = 300_000;

    private final StatusPage page;
    private final Fleet fleet = new Fleet();
    private final Timeline timeline = new Timeline(200);
    private final GroupDetector detector = new GroupDetector(fleet);
    private final Planner planner;
    private final long startMs;
    private final int[] numbers;
    private final List<Integer> sites = new ArrayList<>();
    private final int[] outage;
    private final long[][] seenMs;
    private long slots;
    private long looks;

    private ClosedLoop(StatusPage page, PlanSettings settings, long phaseMs) {
        this.page = page;
        planner = new Planner(fleet, settings);
        startMs = page.fromMs() / CYCLE_MS * CYCLE_MS + CYCLE_MS + phaseMs;
        numbers = new int[page.sites().size()];
        Arrays.fill(numbers, -1);
        outage = new int[numbers.length];
        seenMs = page.sites().stream().map(site -> new long[site.outages().size()]).toArray(long[][]::new);
    }

    /// What came out.
    ///
    /// @param share of all looks
    /// @param delayMs from the beginning of each outage until it was seen, its whole length where it was missed, all together
    /// @param leastMs the same if every site were looked at in every cycle
    /// @param outages how many there were
    /// @param missed how many of them were not seen
    record Result(double share, double delayMs, double leastMs, int outages, int missed) {

        Result plus(Result other) {
            return new Result(share + other.share, delayMs + other.delayMs, leastMs + other.leastMs,
                    outages + other.outages, missed + other.missed);
        }

        double ratio() {
            return delayMs / leastMs;
        }
    }

    /// @param phaseMs by how much the cycles are later
    static Result run(StatusPage page, PlanSettings settings, long phaseMs) {
        ClosedLoop loop = new ClosedLoop(page, settings, phaseMs);
        CyclePlan plan = new CyclePlan(List.of(), List.of(), 0, 0);
        for (long ms = loop.startMs; ms < page.untilMs(); ms += CYCLE_MS) {
            if (loop.declare(ms)) {
                plan = loop.planner.plan(ms, loop.timeline, loop.detector.groups(), Set.of());
            }
            plan = loop.cycle(ms, plan);
        }
        return loop.result();
    }

    /// @return whether the page has other sites than in the cycle before
    private boolean declare(long ms) {
        boolean changed = false;
        for (int i = 0; i < numbers.length; i++) {
            StatusPage.Site site = page.sites().get(i);
            SubjectRef subject = new SubjectRef(SubjectKind.ENDPOINT, "site-" + i);
            if (numbers[i] < 0 && site.fromMs() <= ms) {
                numbers[i] = fleet.declare(subject, new Facts(Map.of(), List.of(), null));
                sites.add(i);
                changed = true;
            } else if (numbers[i] >= 0 && fleet.watched(numbers[i]) && ms >= site.untilMs()) {
                fleet.remove(subject);
                changed = true;
            }
            slots += numbers[i] >= 0 && fleet.watched(numbers[i]) ? 1 : 0;
        }
        return changed;
    }

    private CyclePlan cycle(long ms, CyclePlan plan) {
        List<Check> seen = new ArrayList<>();
        plan.due().forEach(due -> seen.add(look(due.subject(), ms)));
        CycleFacts facts = CycleFacts.of(ms, seen);
        Timeline.Changes changes = timeline.add(facts);
        List<Check> more = planner.observed(facts, changes, timeline, detector.groups()).stream()
                .map(fanOut -> look(fanOut.subject(), ms)).toList();
        if (!more.isEmpty()) {
            Timeline.Changes second = timeline.addToLast(more);
            planner.observedMore(second, timeline);
            seen.addAll(more);
            List<Integer> onsets = new ArrayList<>(changes.onsets());
            onsets.addAll(second.onsets());
            List<Integer> recovered = new ArrayList<>(changes.recovered());
            recovered.addAll(second.recovered());
            facts = CycleFacts.of(ms, seen);
            changes = new Timeline.Changes(onsets, recovered);
        }
        looks += seen.size();
        detector.cycle(facts, changes, timeline, NOBODY);
        return planner.plan(ms + CYCLE_MS, timeline, detector.groups(), Set.of());
    }

    private Check look(int number, long ms) {
        int i = sites.get(number);
        List<StatusPage.Outage> outages = page.sites().get(i).outages();
        while (outage[i] < outages.size() && outages.get(outage[i]).untilMs() <= ms) {
            outage[i]++;
        }
        boolean down = outage[i] < outages.size() && outages.get(outage[i]).fromMs() <= ms;
        if (down && seenMs[i][outage[i]] == 0) {
            seenMs[i][outage[i]] = ms;
        }
        return new Check(number, down ? Health.DOWN : Health.UP, Double.NaN);
    }

    private Result result() {
        Result result = new Result((double) looks / slots, 0, 0, 0, 0);
        for (int i = 0; i < seenMs.length; i++) {
            StatusPage.Site site = page.sites().get(i);
            for (int k = 0; k < seenMs[i].length; k++) {
                StatusPage.Outage one = site.outages().get(k);
                if (one.fromMs() > site.fromMs()) {
                    long length = one.untilMs() - one.fromMs();
                    long firstMs = startMs + Math.max(0, Math.ceilDiv(one.fromMs() - startMs, CYCLE_MS)) * CYCLE_MS;
                    boolean missed = seenMs[i][k] == 0;
                    result = result.plus(new Result(0, missed ? length : seenMs[i][k] - one.fromMs(),
                            Math.min(length, firstMs - one.fromMs()), 1, missed ? 1 : 0));
                }
            }
        }
        return result;
    }

    static final Findings NOBODY = new Findings() {
        @Override
        public void report(Finding finding) {
            // nobody reads it
        }

        @Override
        public void end(String pattern, String key) {
            // nobody reads it
        }
    };
}
