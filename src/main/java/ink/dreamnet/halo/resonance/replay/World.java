package ink.dreamnet.halo.resonance.replay;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.resonance.group.GroupDetector;
import ink.dreamnet.halo.resonance.origin.Incident;
import ink.dreamnet.halo.resonance.origin.Incidents;
import ink.dreamnet.halo.resonance.pattern.Patterns;
import ink.dreamnet.halo.resonance.plan.Due;
import ink.dreamnet.halo.resonance.plan.FanOut;
import ink.dreamnet.halo.resonance.plan.PlanSettings;
import ink.dreamnet.halo.resonance.plan.Planner;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Look;
import ink.dreamnet.halo.resonance.timeline.Timeline;
import ink.dreamnet.halo.resonance.timeline.Timeline.Changes;
import org.jspecify.annotations.Nullable;

/// HALO as it is in a replay: what a cycle does, on the clock of the replay and in memory. Not for use by several threads at once.
final class World {

    /// How many episodes of a subject are held.
    private static final int MOST_EPISODES = 200;

    private final Subjects subjects;
    private final ReplayClock clock;
    private final SeededIds ids;
    private final long cycleMs;
    private final Timeline timeline = new Timeline(MOST_EPISODES);
    private final Planner planner;
    private final GroupDetector groups;
    private final Incidents incidents;
    private final Patterns patterns;
    private List<Incident> underWay = List.of();
    private @Nullable Cycle open;

    World(Subjects subjects, ReplayClock clock, long seed, PlanSettings plan) {
        this.subjects = subjects;
        this.clock = clock;
        this.ids = new SeededIds(clock, seed);
        this.cycleMs = plan.cycleMs();
        this.planner = new Planner(subjects.fleet(), plan);
        this.groups = new GroupDetector(subjects.fleet());
        this.incidents = new Incidents(subjects.fleet());
        this.patterns = new Patterns(subjects.fleet());
    }

    /// A cycle of which more may be observed.
    ///
    /// @param due whom it was to look at
    private record Cycle(CycleFacts facts, Changes changes, BitSet due) {

        Cycle plus(List<Look> looks, Changes more) {
            return new Cycle(new CycleFacts(facts.atMs(),
                    Stream.concat(facts.looks().stream(), looks.stream()).sorted(Comparator.comparingInt(Look::subject))
                            .toList(),
                    facts.measures(), facts.deploys(), facts.repairs()),
                    new Changes(joined(changes.onsets(), more.onsets()),
                            joined(changes.recovered(), more.recovered())),
                    due);
        }

        private static List<Integer> joined(List<Integer> some, List<Integer> more) {
            return Stream.concat(some.stream(), more.stream()).toList();
        }
    }

    /// @return whom to look at first
    List<Due> plan(long atMs) {
        return planner.plan(atMs, timeline, groups.groups(), Set.of()).due();
    }

    /// @param due whom it was asked to look at
    /// @param more whether more of the same cycle may come: then the cycle is not over
    StepAnswer take(Step step, BitSet due, boolean more) {
        return Ids.from(ids, () -> cycle(step, due, more));
    }

    private StepAnswer cycle(Step step, BitSet due, boolean more) {
        Cycle before = open;
        open = null;
        if (step.round() == 2) {
            Changes changes = timeline.addToLast(step.looks());
            planner.observedMore(changes, timeline);
            finish(before == null
                    ? new Cycle(CycleFacts.of(step.atMs(), step.looks()), changes, due)
                    : before.plus(step.looks(), changes));
            return answer(step, List.of());
        }
        if (before != null) {
            finish(before);
        }
        clock.set(step.atMs());
        CycleFacts facts = new CycleFacts(step.atMs(), step.looks(), step.measures(), step.deploys(), List.of());
        Changes changes = timeline.add(facts);
        BitSet seen = new BitSet();
        step.looks().forEach(look -> seen.set(look.subject()));
        List<FanOut> fanOut = planner.observed(facts, changes, timeline, groups.groups()).stream()
                .filter(each -> !seen.get(each.subject())).toList();
        Cycle cycle = new Cycle(facts, changes, (BitSet) due.clone());
        if (more && !fanOut.isEmpty()) {
            open = cycle;
        } else {
            finish(cycle);
        }
        return answer(step, fanOut);
    }

    private void finish(Cycle cycle) {
        groups.cycle(cycle.facts(), cycle.changes(), timeline, patterns.findings());
        underWay = incidents.cycle(cycle.facts(), cycle.changes(), timeline, groups.groups(), patterns.findings());
        patterns.cycle(cycle.facts(), cycle.changes(), timeline);
    }

    private StepAnswer answer(Step step, List<FanOut> fanOut) {
        return new StepAnswer(step.atMs(), fanOut, plan(step.atMs() + cycleMs), List.of(), List.of(), List.of(),
                underWay.stream().filter(incident -> !incident.candidates().isEmpty()).toList(),
                groups.groups().all(), new ArrayList<>(patterns.current()), List.of());
    }
}
