package ink.dreamnet.halo.resonance.plan;

import java.util.ArrayList;
import java.util.HashSet;
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
import ink.dreamnet.halo.resonance.timeline.Look;
import ink.dreamnet.halo.resonance.timeline.Timeline;

final class ClosedLoop {
    static final long CYCLE = 300_000;

    record Result(long slots, long looks, long fan, double delay, double best, int outages, int missed, int bestMissed) {
        double share() { return (double) looks / slots; }
        double ratio() { return delay / best; }
        double missedShare() { return outages == 0 ? 0 : (double) missed / outages; }
    }

    static Result run(StatusPage page, PlanSettings settings, boolean upFront, long phase) {
        List<StatusPage.Site> sites = page.sites();
        Fleet fleet = new Fleet();
        Planner planner = new Planner(fleet, settings);
        Timeline timeline = new Timeline(200);
        GroupDetector detector = new GroupDetector(fleet);
        long from = sites.stream().mapToLong(StatusPage.Site::fromMs).min().orElseThrow();
        long until = sites.stream().mapToLong(StatusPage.Site::untilMs).max().orElseThrow();
        long start = from / CYCLE * CYCLE + CYCLE + phase;
        int n = sites.size();
        long[][] seen = new long[n][];
        int[] at = new int[n];
        for (int i = 0; i < n; i++) {
            seen[i] = new long[sites.get(i).outages().size()];
        }
        int[] number = new int[n];
        List<Integer> site = new ArrayList<>();
        java.util.Arrays.fill(number, -1);
        boolean[] gone = new boolean[n];
        long slots = 0;
        long looks = 0;
        long fanned = 0;
        CyclePlan plan = null;
        Findings none = new Findings() {
            @Override public void report(Finding finding) { }
            @Override public void end(String pattern, String key) { }
        };
        for (long t = start; t < until; t += CYCLE) {
            boolean grown = false;
            for (int i = 0; i < n; i++) {
                StatusPage.Site s = sites.get(i);
                if (number[i] < 0 && (upFront || s.fromMs() <= t)) {
                    number[i] = fleet.declare(new SubjectRef(SubjectKind.ENDPOINT, "s" + i), new Facts(Map.of(), List.of(), null));
                    site.add(i);
                    grown = true;
                } else if (!gone[i] && number[i] >= 0 && t >= s.untilMs()) {
                    gone[i] = true;
                    fleet.remove(new SubjectRef(SubjectKind.ENDPOINT, "s" + i));
                    grown = true;
                }
                slots += number[i] >= 0 && !gone[i] ? 1 : 0;
            }
            if (plan == null || grown) {
                plan = planner.plan(t, timeline, detector.groups(), Set.of());
            }
            List<Look> seenNow = new ArrayList<>();
            for (Due due : plan.due()) {
                seenNow.add(look(sites, site.get(due.subject()), due.subject(), t, seen, at));
            }
            looks += seenNow.size();
            CycleFacts facts = CycleFacts.of(t, seenNow);
            Timeline.Changes changes = timeline.add(facts);
            List<FanOut> fan = planner.observed(facts, changes, timeline, detector.groups());
            List<Look> more = new ArrayList<>();
            for (FanOut one : fan) {
                more.add(look(sites, site.get(one.subject()), one.subject(), t, seen, at));
            }
            looks += more.size();
            fanned += more.size();
            List<Integer> onsets = new ArrayList<>(changes.onsets());
            List<Integer> recovered = new ArrayList<>(changes.recovered());
            if (!more.isEmpty()) {
                Timeline.Changes second = timeline.addToLast(more);
                planner.observedMore(second, timeline);
                onsets.addAll(second.onsets());
                recovered.addAll(second.recovered());
                seenNow.addAll(more);
                facts = CycleFacts.of(t, seenNow);
            }
            detector.cycle(facts, new Timeline.Changes(onsets, recovered), timeline, none);
            plan = planner.plan(t + CYCLE, timeline, detector.groups(), Set.of());
        }
        double delay = 0;
        double best = 0;
        int outages = 0;
        int missed = 0;
        int bestMissed = 0;
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < seen[i].length; k++) {
                StatusPage.Outage o = sites.get(i).outages().get(k);
                if (o.fromMs() <= sites.get(i).fromMs()) {
                    continue;
                }
                outages++;
                long length = o.untilMs() - o.fromMs();
                long first = start + Math.max(0, Math.ceilDiv(o.fromMs() - start, CYCLE)) * CYCLE;
                best += Math.min(length, first - o.fromMs());
                bestMissed += first >= o.untilMs() ? 1 : 0;
                delay += seen[i][k] == 0 ? length : seen[i][k] - o.fromMs();
                missed += seen[i][k] == 0 ? 1 : 0;
                if (Boolean.getBoolean("dump")) {
                    int joint = 0;
                    double since = 9999;
                    for (StatusPage.Site x : sites) {
                        boolean near = false;
                        for (StatusPage.Outage p : x.outages()) {
                            near |= Math.abs(p.fromMs() - o.fromMs()) <= CYCLE;
                            if (p.fromMs() < o.fromMs() - 2 * CYCLE) since = Math.min(since, (o.fromMs() - p.fromMs()) / 3600e3);
                        }
                        joint += near ? 1 : 0;
                    }
                    double rec = k == 0 ? -1 : (o.fromMs() - sites.get(i).outages().get(k - 1).untilMs()) / 3600e3;
                    System.out.printf("D %d %d joint %d extra %.2f len %.1f rec %.1f near %.1f%n", i, k, joint, ((seen[i][k] == 0 ? length : seen[i][k] - o.fromMs()) - Math.min(length, first - o.fromMs())) / 3e5, length / 3e5, rec, since);
                }
            }
        }
        return new Result(slots, looks, fanned, delay, best, outages, missed, bestMissed);
    }

    private static Look look(List<StatusPage.Site> sites, int i, int number, long t, long[][] seen, int[] at) {
        StatusPage.Site s = sites.get(i);
        if (t < s.fromMs()) {
            return new Look(number, Health.UNKNOWN, Double.NaN);
        }
        while (at[i] < s.outages().size() && s.outages().get(at[i]).untilMs() <= t) {
            at[i]++;
        }
        boolean down = at[i] < s.outages().size() && s.outages().get(at[i]).fromMs() <= t;
        if (down && seen[i][at[i]] == 0) {
            seen[i][at[i]] = t;
        }
        return new Look(number, down ? Health.DOWN : Health.UP, Double.NaN);
    }
}
