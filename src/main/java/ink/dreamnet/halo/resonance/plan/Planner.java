package ink.dreamnet.halo.resonance.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import ink.dreamnet.halo.resonance.group.Group;
import ink.dreamnet.halo.resonance.group.Groups;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Health;
import ink.dreamnet.halo.resonance.timeline.Timeline;
import org.jspecify.annotations.Nullable;

/// Plans cycles: looks where onsets are expected to have waited longest for being seen, under a budget of looks.
///
/// With a rate λ of onsets in a cycle and a look every k cycles, an onset waits (k−1)/2 cycles more than with a look in every cycle. The
/// least waiting for a given number of looks is where one more cycle of waiting costs each subject the same: a look is due as soon as
/// λ·k(k+1)/2 ≥ μ, with one price μ for all, and the interval grows with √(μ/λ) (C. Derman and J. Sacks 1960, Naval Research
/// Logistics Quarterly 7:35, for one machine; P. Whittle 1988, *Restless bandits*, J. Appl. Probab. 25A:287, for many and one price).
/// As λ changes, the sum is kept instead of the product. What fell together before is expected to do so again: a look at any of those
/// sees it for all, so that they are looked at by turns.
///
/// O(n log n) for each cycle. Not for use by several threads at once.
public final class Planner {

    /// The longest interval, in cycles.
    static final int LONGEST = 32;
    /// How many subjects are looked at because of what a cycle saw, at most.
    static final int MOST_FAN_OUT = 200;
    /// By which factor an interval grows at most.
    private static final double GROWTH = 2;
    /// How long a deploy is recent, in ms.
    private static final long RECENT = Duration.ofMinutes(30).toMillis();
    /// Onsets are together if they are at most that many cycles apart.
    private static final long TOGETHER = 2;
    /// As how many pairs of subjects it counts that one of 20 falls with another.
    private static final double PAIRS = 20;

    /// How far the price is spread, as a share of it.
    private static final double SPREAD = 1;
    /// 1/g and 1/g² for the root g of x³ = x + 1.
    private static final double FIRST_STRIDE = 0.7548776662466927;
    private static final double SECOND_STRIDE = 0.5698402909980532;

    private final Fleet fleet;
    private final PlanSettings settings;
    private final Hazard hazard;
    private final Budget budget;
    private final int longest;
    private final List<Planned> subjects = new ArrayList<>();
    private @Nullable JointOnset latest;
    private double jointPairs;
    private double pairs;
    private double price;
    private long plan;
    private long passedMs = Hazard.LONG_AGO;
    private int watched;
    private boolean observed;
    private int looks;
    private int owed;
    private int wanted;

    /// Plans for a fleet, which may grow.
    public Planner(Fleet fleet, PlanSettings settings) {
        this.fleet = fleet;
        this.settings = settings;
        this.hazard = new Hazard(settings.cycleMs());
        this.budget = new Budget(settings.worstDelayMs() > 0 ? 1 : settings.probeBudget());
        this.longest = settings.worstDelayMs() > 0
                ? (int) Math.clamp(settings.worstDelayMs() / settings.cycleMs(), 1, Integer.MAX_VALUE)
                : LONGEST;
    }

    /// Takes in what a cycle observed of those that were due.
    ///
    /// @param changes what changed by it
    /// @param timeline everything up to this cycle, with it
    /// @return whom to look at in the same cycle
    public List<FanOut> observed(CycleFacts facts, Timeline.Changes changes, Timeline timeline, Groups groups) {
        facts.deploys().forEach(deploy -> subject(deploy.subject()).deployedMs = deploy.atMs());
        facts.looks().forEach(look -> {
            Planned subject = subject(look.subject());
            if (subject.dueIn == plan) {
                subject.interval = Math.max(1, subject.age);
            }
            subject.looked(timeline.atMs(), look.health() != Health.UNKNOWN);
        });
        observed = true;
        looks = facts.looks().size();
        changed(changes, timeline.atMs());
        return settings.adaptive() && !changes.onsets().isEmpty()
                ? fanOut(changes.onsets(), timeline, groups)
                : List.of();
    }

    /// Takes in a cycle of the past, of which only those looks are known that changed something: the budget does not go by it.
    ///
    /// @param changes what changed by it
    /// @param timeline everything up to this cycle, with it
    public void past(Timeline.Changes changes, Timeline timeline) {
        changed(changes, timeline.atMs());
    }

    /// Takes in what the same cycle observed of those that it looked at because of [#observed].
    public void observedMore(Timeline.Changes changes, Timeline timeline) {
        for (int number = 0; number < subjects.size(); number++) {
            if (timeline.lookedMs(number) == timeline.atMs() && subjects.get(number).lookedMs != timeline.atMs()) {
                subjects.get(number).looked(timeline.atMs(), true);
                looks++;
            }
        }
        changed(changes, timeline.atMs());
    }

    private void changed(Timeline.Changes changes, long atMs) {
        for (int number : changes.onsets()) {
            Planned subject = subject(number);
            hazard.onset(subject, atMs);
            if (latest == null || atMs - latest.atMs > TOGETHER * settings.cycleMs()) {
                countPairs();
                latest = new JointOnset();
            }
            latest.atMs = atMs;
            if (subject.onsets.isEmpty() || subject.onsets.getLast() != latest) {
                latest.members.add(number);
                subject.remember(latest);
            }
        }
        for (int number : changes.recovered()) {
            subject(number).recoveredMs = atMs;
        }
        if (!changes.onsets().isEmpty()) {
            hazard.onsets(atMs);
        }
    }

    private void countPairs() {
        if (latest != null) {
            double size = latest.members.size();
            jointPairs += size * (size - 1);
            pairs += size * Math.max(1, watched - 1);
        }
    }

    private List<FanOut> fanOut(Collection<Integer> fallen, Timeline timeline, Groups groups) {
        Set<Integer> together = new TreeSet<>();
        for (int number : fallen) {
            subject(number).onsets.forEach(onset -> together.addAll(onset.members));
            together.addAll(fleet.dependants(number));
            together.addAll(fleet.dependsOn(number));
        }
        for (Group group : groups.all()) {
            if (group.members().stream().anyMatch(fallen::contains)) {
                together.addAll(group.members());
            }
        }
        List<FanOut> fanOut = new ArrayList<>();
        together.forEach(number -> add(fanOut, number, timeline, "falls together with what fell"));
        double common = (jointPairs + 1) / (pairs + 1 + PAIRS);
        for (int number = 0; number < fleet.size() && fanOut.size() < MOST_FAN_OUT; number++) {
            if (!together.contains(number) && common * subject(number).interval / 2 >= price) {
                add(fanOut, number, timeline, "something fell, and others often follow");
            }
        }
        return fanOut;
    }

    private void add(List<FanOut> fanOut, int number, Timeline timeline, String why) {
        if (fanOut.size() < MOST_FAN_OUT && fleet.watched(number) && subject(number).lookedMs != timeline.atMs()
                && !timeline.weak(number)) {
            fanOut.add(new FanOut(number, why));
        }
    }

    /// Plans the next cycle. May be called again for the same one, where the fleet or what is asked for changed.
    ///
    /// @param atMs when it will be, in ms since 1970
    /// @param always whom to look at in any case: what an operator or a verification asked for
    public CyclePlan plan(long atMs, Timeline timeline, Groups groups, Set<Integer> always) {
        if (watched > 0 && observed) {
            budget.spent(watched, looks, owed, wanted);
        }
        observed = false;
        plan++;
        pass(atMs, timeline);
        @Nullable
        String[] why = new String[fleet.size()];
        List<Integer> candidates = new ArrayList<>();
        owed = 0;
        wanted = 0;
        int spent = 0;
        for (int number = 0; number < fleet.size(); number++) {
            if (!fleet.watched(number)) {
                continue;
            }
            Planned subject = subject(number);
            why[number] = always(number, subject, atMs, timeline, always);
            if (why[number] != null) {
                owed++;
            } else if (subject.age >= Math.min(longest, GROWTH * subject.interval)) {
                why[number] = "not looked at for long enough";
                wanted++;
            } else if (subject.gain(plan) >= price(number, timeline.cycles())) {
                candidates.add(number);
            }
            if (why[number] != null) {
                spent++;
                subject.cover(plan);
            }
        }
        double[] gains = new double[fleet.size()];
        candidates.forEach(number -> gains[number] = subject(number).gain(plan));
        candidates.sort(Comparator.comparingDouble((Integer number) -> -gains[number]));
        double allowance = settings.worstDelayMs() > 0 ? watched : budget.allowance(watched);
        for (int number : candidates) {
            if (subject(number).gain(plan) < price(number, timeline.cycles())) {
                continue;
            }
            wanted++;
            if (spent < allowance) {
                spent++;
                why[number] = "an onset may have waited for a look";
                subject(number).cover(plan);
            }
        }
        return plan(why, spent);
    }

    /// Lets time go by for all subjects, and sets the price.
    private void pass(long atMs, Timeline timeline) {
        double cycles = passedMs == Hazard.LONG_AGO
                ? 1
                : Math.clamp((double) (atMs - passedMs) / settings.cycleMs(), 0, longest);
        passedMs = Math.max(passedMs, atMs);
        double fade = hazard.fade(cycles);
        watched = 0;
        for (int number = 0; number < fleet.size(); number++) {
            watched += fleet.watched(number) ? 1 : 0;
        }
        List<JointOnset> active = new ArrayList<>();
        double sum = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int number = 0; number < fleet.size(); number++) {
            Planned subject = subject(number);
            subject.weight *= fade;
            subject.exposure *= fade;
            if (fleet.watched(number)) {
                hazard.pass(subject, cycles, timeline.weak(number), atMs, watched);
                subject.pass(cycles, plan, active);
                sum += subject.rate;
                least = Math.min(least, subject.rate);
            }
        }
        for (JointOnset onset : active) {
            onset.unseen += onset.rate * cycles;
            onset.waited += onset.unseen * cycles;
        }
        if (watched > 0) {
            budget.start(sum / watched);
            price = settings.worstDelayMs() > 0 ? least * longest * (longest + 1) / 2 : budget.price();
        }
    }

    private @Nullable String always(int number, Planned subject, long atMs, Timeline timeline, Set<Integer> always) {
        if (!settings.adaptive()) {
            return "every cycle";
        }
        if (timeline.looks(number) == 0) {
            return "never looked at";
        }
        if (timeline.weak(number)) {
            return "it is weak";
        }
        if (always.contains(number)) {
            return "asked for";
        }
        if (atMs - subject.deployedMs <= RECENT) {
            return "deployed a short time ago";
        }
        for (int other : fleet.dependsOn(number)) {
            if (timeline.weak(other)) {
                return "it depends on what is weak";
            }
        }
        return null;
    }

    private CyclePlan plan(@Nullable String[] why, int spent) {
        List<Due> due = new ArrayList<>();
        List<Due> notDue = new ArrayList<>();
        double worst = 0;
        for (int number = 0; number < why.length; number++) {
            if (fleet.watched(number)) {
                Planned subject = subject(number);
                String reason = why[number];
                double interval = interval(subject, reason != null);
                worst = Math.max(worst, interval);
                Due turn = new Due(number, (long) (interval * settings.cycleMs()), reason == null ? "not yet" : reason);
                (reason == null ? notDue : due).add(turn);
            }
        }
        double share = Double.isNaN(budget.mean()) ? (watched == 0 ? 0 : (double) spent / watched) : budget.mean();
        return new CyclePlan(due, notDue, share, (long) (worst * settings.cycleMs()));
    }

    /// @return after how many cycles a look is due if nothing changes and no look at another subject shows the same
    private double interval(Planned subject, boolean due) {
        double worth = Math.ceil((Math.sqrt(1 + 8 * price / subject.rate) - 1) / 2);
        double grown = Math.clamp(worth, 1, Math.min(longest, Math.floor(GROWTH * subject.interval)));
        return due ? grown : Math.max(grown, Math.floor(subject.age) + 1);
    }

    /// @return the price for a subject in a cycle. It is spread evenly around [#price], or else those that are alike would be looked at all
    ///         in the same cycle, and none in the next one (a low-discrepancy sequence: M. Roberts 2018, *The unreasonable effectiveness of
    ///         quasirandom sequences*).
    private double price(int number, long cycle) {
        double point = number * FIRST_STRIDE + cycle * SECOND_STRIDE;
        return price * (1 - SPREAD / 2 + SPREAD * (point - Math.floor(point)));
    }

    private Planned subject(int number) {
        while (subjects.size() <= number) {
            subjects.add(new Planned());
        }
        return subjects.get(number);
    }
}
