package ink.dreamnet.halo.resonance.replay;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.resonance.group.GroupDetector;
import ink.dreamnet.halo.resonance.group.SubjectGroup;
import ink.dreamnet.halo.resonance.origin.Incident;
import ink.dreamnet.halo.resonance.origin.Incidents;
import ink.dreamnet.halo.resonance.pattern.Patterns;
import ink.dreamnet.halo.resonance.plan.Due;
import ink.dreamnet.halo.resonance.plan.FanOut;
import ink.dreamnet.halo.resonance.plan.PlanSettings;
import ink.dreamnet.halo.resonance.plan.Planner;
import ink.dreamnet.halo.resonance.replay.StepAnswer.Ignored;
import ink.dreamnet.halo.resonance.timeline.Check;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Repaired;
import ink.dreamnet.halo.resonance.timeline.Timeline;
import ink.dreamnet.halo.resonance.timeline.Timeline.Changes;
import org.jspecify.annotations.Nullable;

/// HALO as it is in a replay: what a cycle does, on the clock of the replay and in memory. Not for use by several threads at once.
final class World {

    /// How many episodes of a subject are held.
    private static final int MOST_EPISODES = 200;

    private final ReplayClock clock;
    private final SeededIds ids;
    private final long cycleMs;
    private final Timeline timeline = new Timeline(MOST_EPISODES);
    private final Planner planner;
    private final GroupDetector groups;
    private final Incidents incidents;
    private final Patterns patterns;
    private final Subjects subjects;
    private final Repairs repairs;
    private List<Incident> underWay = List.of();
    private @Nullable Cycle open;

    World(Subjects subjects, Rooms rooms, ReplayClock clock, long seed, PlanSettings plan) {
        this.subjects = subjects;
        this.clock = clock;
        this.ids = new SeededIds(clock, seed);
        this.cycleMs = plan.cycleMs();
        this.planner = new Planner(subjects.fleet(), plan);
        this.groups = new GroupDetector(subjects.fleet());
        this.incidents = new Incidents(subjects.fleet());
        this.patterns = new Patterns(subjects.fleet());
        this.repairs = new Repairs(subjects, rooms, this::knownGroups, clock);
    }

    /// A cycle of which more may be observed.
    ///
    /// @param due whom it was to look at
    private record Cycle(CycleFacts facts, Changes changes, BitSet due) {

        Cycle plus(Step step, List<Repaired> repairs, Changes more) {
            return new Cycle(new CycleFacts(facts.atMs(),
                    joined(facts.looks(), step.looks()).stream().sorted(Comparator.comparingInt(Check::subject))
                            .toList(),
                    joined(facts.measures(), step.measures()), joined(facts.deploys(), step.deploys()),
                    joined(facts.repairs(), repairs)),
                    new Changes(joined(changes.onsets(), more.onsets()),
                            joined(changes.recovered(), more.recovered())),
                    due);
        }

        private static <T> List<T> joined(List<T> some, List<T> more) {
            return Stream.concat(some.stream(), more.stream()).toList();
        }
    }

    /// @return whether a cycle is not over
    boolean open() {
        return open != null;
    }

    /// @return whom to look at first
    List<Due> plan(long atMs) {
        return planner.plan(atMs, timeline, groups.groups(), Set.of()).due();
    }

    /// @param due whom it was asked to look at
    /// @param more tells by whom it asks for whether more of the same cycle may come: then the cycle is not over
    StepAnswer take(Step step, BitSet due, Predicate<List<FanOut>> more) {
        return Ids.from(ids, () -> cycle(step, due, more));
    }

    private StepAnswer cycle(Step step, BitSet due, Predicate<List<FanOut>> more) {
        Cycle before = open;
        open = null;
        if (step.round() == 1 && before != null) {
            // what it proposes is in the answer to this step, because there was none since
            Repairs.Changed late = finish(before);
            plan(step.atMs());
            return first(step, due, more, late);
        }
        return before == null
                ? first(step, due, more, Repairs.Changed.NOTHING)
                : second(step, before);
    }

    private StepAnswer first(Step step, BitSet due, Predicate<List<FanOut>> more, Repairs.Changed late) {
        clock.set(step.atMs());
        Repairs.Decided decided = repairs.decide(step);
        CycleFacts facts = new CycleFacts(step.atMs(), step.looks(), step.measures(), step.deploys(),
                decided.repairs());
        Changes changes = timeline.add(facts);
        BitSet seen = new BitSet();
        step.looks().forEach(look -> seen.set(look.subject()));
        List<FanOut> fanOut = planner.observed(facts, changes, timeline, groups.groups()).stream()
                .filter(each -> !seen.get(each.subject())).toList();
        Cycle cycle = new Cycle(facts, changes, (BitSet) due.clone());
        if (more.test(fanOut)) {
            open = cycle;
            return answer(step, fanOut, late, decided.ignored());
        }
        return answer(step, fanOut, late.plus(finish(cycle)), decided.ignored());
    }

    private StepAnswer second(Step step, Cycle first) {
        Repairs.Decided decided = repairs.decide(step);
        Changes changes = timeline.addToLast(step.looks());
        planner.observedMore(changes, timeline);
        return answer(step, List.of(), finish(first.plus(step, decided.repairs(), changes)), decided.ignored());
    }

    private Repairs.Changed finish(Cycle cycle) {
        // patterns are computed behind a cycle: what it proposes goes by those of the cycles before
        Repairs.Changed changed = repairs.cycle(cycle.facts().looks(), cycle.due());
        groups.cycle(cycle.facts(), cycle.changes(), timeline, patterns.findings());
        underWay = incidents.cycle(cycle.facts(), cycle.changes(), timeline, groups.groups(), patterns.findings());
        patterns.cycle(cycle.facts(), cycle.changes(), timeline);
        return changed;
    }

    private List<SubjectGroup> knownGroups() {
        return groups.groups().all().stream().map(group -> new SubjectGroup(group.key(),
                group.members().stream().map(subjects.fleet()::subject).toList(), group.jointOnsets())).toList();
    }

    private StepAnswer answer(Step step, List<FanOut> fanOut, Repairs.Changed changed, List<Ignored> ignored) {
        // as long as more may come of this cycle, the next one is not planned
        List<Due> due = open == null ? plan(step.atMs() + cycleMs) : everyone();
        return new StepAnswer(step.atMs(), fanOut, due, changed.opened(), changed.resolved(),
                changed.tasks(),
                underWay.stream().filter(incident -> !incident.candidates().isEmpty()).toList(),
                groups.groups().all(), new ArrayList<>(patterns.current()), patterns.forecasts(), ignored);
    }

    private List<Due> everyone() {
        return subjects.watched().stream().mapToObj(number -> new Due(number, cycleMs, "round 2 is open")).toList();
    }

    /// @return what works, as `GET /api/halo/memory/strategies` shows it
    List<?> strategies() {
        return repairs.strategies();
    }
}
