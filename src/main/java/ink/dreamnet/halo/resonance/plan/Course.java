package ink.dreamnet.halo.resonance.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.analysis.CyclePlanner.Start;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.group.Group;
import ink.dreamnet.halo.resonance.group.Groups;
import ink.dreamnet.halo.resonance.group.SubjectGroup;
import ink.dreamnet.halo.resonance.observed.RecordedHistory;
import ink.dreamnet.halo.resonance.observed.Seen;
import ink.dreamnet.halo.resonance.timeline.Check;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Timeline;
import ink.dreamnet.halo.resonance.timeline.Timeline.Changes;
import org.jspecify.annotations.Nullable;

/// What the plan knows of the fleet, from one cycle after the other. Only subjects of the kinds that are planned are watched here;
/// others have a place where these depend on them. Cycles that look at a part, or that not all analyzers run in, are no turns of the
/// plan: what changed by them counts with the next one over everything. Not for use by several threads at once.
final class Course {

    /// The plan goes by the latest onsets of a subject, and by counts.
    private static final int MOST_EPISODES = 20;

    private final Fleet fleet = new Fleet();
    private final Timeline timeline = new Timeline(MOST_EPISODES);
    private final Planner planner;
    private final Map<String, Set<SubjectKind>> analyzers;
    private final Function<Collection<SubjectRef>, Map<SubjectRef, Facts>> declared;
    private final Map<SubjectRef, Facts> watched = new HashMap<>();
    private final Set<SubjectRef> dependencies = new HashSet<>();
    private final List<Integer> onsets = new ArrayList<>();
    private final List<Integer> recovered = new ArrayList<>();
    private Groups groups = Groups.NONE;
    private Set<SubjectRef> unreached = Set.of();
    private boolean turn;
    private boolean blind;
    /// Up to when time has gone by for the planner, in ms since 1970, while the past is taken in.
    private long passedMs;
    private @Nullable UUID cycle;
    private @Nullable CyclePlan next;

    /// @param analyzers the analyzers that plan their looks, and of which kinds
    /// @param declared knows what is declared of subjects; those that nobody declares are absent
    Course(PlanSettings settings, Map<String, Set<SubjectKind>> analyzers,
            Function<Collection<SubjectRef>, Map<SubjectRef, Facts>> declared) {
        this.planner = new Planner(fleet, settings);
        this.analyzers = Map.copyOf(analyzers);
        this.declared = declared;
    }

    /// Takes in a cycle of the past. Those in which nothing changed are not among them, so that time goes by in steps: O(n log n) for
    /// each step of [Planner#LONGEST] cycles.
    void replay(RecordedHistory.Recorded past, long cycleMs) {
        long stepMs = Planner.LONGEST * cycleMs;
        while (timeline.cycles() > 0 && past.atMs() - passedMs >= stepMs) {
            passedMs += stepMs;
            planner.plan(passedMs, timeline, groups, Set.of());
        }
        CycleFacts facts = past.facts(fleet);
        declare(past.seen().stream().map(Seen::subject).filter(this::planned).toList());
        Changes changes = timeline.add(facts);
        passedMs = timeline.cycles() == 1 ? past.atMs() : passedMs;
        planner.past(changes, timeline);
    }

    /// @return the subjects of the past, which take their numbers from here
    Fleet fleet() {
        return fleet;
    }

    /// Takes in what a cycle observed.
    ///
    /// @return whom to look at as well, and why; nobody where the cycle is no turn of the plan
    Map<SubjectRef, String> observed(Start start, List<AnalyzerRun> runs, List<SubjectGroup> known) {
        List<Seen> seen = Seen.of(runs, start.scope(), List.of());
        sight(start, runs);
        declare(seen.stream().map(Seen::subject).filter(this::planned).toList());
        if (start.scope() instanceof Scope.All) {
            unreached = unreached(runs);
        }
        long atMs = Math.max(start.at().toEpochMilli(), timeline.atMs() + 1);
        CycleFacts facts = CycleFacts.of(atMs, looks(seen));
        changed(timeline.add(facts));
        if (!turn) {
            return Map.of();
        }
        groups = groups(known);
        Map<SubjectRef, String> fanOut = new LinkedHashMap<>();
        planner.observed(facts, changes(), timeline, groups)
                .forEach(more -> fanOut.put(fleet.subject(more.subject()), more.why()));
        return fanOut;
    }

    /// Takes in what the same cycle observed of those.
    ///
    /// @param runs all that it observed
    /// @param looked the subjects at which it looked later
    void observedMore(Start start, List<AnalyzerRun> runs, Set<SubjectRef> looked) {
        List<Check> looks = looks(Seen.of(runs, start.scope(), List.of()).stream()
                .filter(seen -> looked.contains(seen.subject())).toList());
        changed(timeline.addToLast(looks));
        if (turn) {
            planner.observedMore(changes(), timeline);
        }
    }

    /// The cycle is recorded; where it was a turn of the plan, the next one is planned.
    void recorded(Start start, long cycleMs) {
        cycle = start.cycleId();
        if (turn) {
            Set<Integer> always = unreached.stream().map(fleet::number).collect(Collectors.toCollection(TreeSet::new));
            next = planner.plan(timeline.atMs() + cycleMs, timeline, groups, always);
        }
    }

    /// @return the plan of the next cycle; null where an analyzer did not complete since the last time that all was well, or no cycle
    ///         over everything was taken in: every subject is due then
    @Nullable
    CyclePlan next() {
        return blind ? null : next;
    }

    /// @return the last cycle that was recorded; null before the first
    @Nullable
    UUID cycle() {
        return cycle;
    }

    /// @return when the last cycle observed, in ms since 1970
    long atMs() {
        return timeline.atMs();
    }

    /// @return the last look at a subject, in ms since 1970
    long lookedMs(int number) {
        return timeline.lookedMs(number);
    }

    private void sight(Start start, List<AnalyzerRun> runs) {
        Set<AnalyzerStatus> statuses = runs.stream().filter(run -> analyzers.containsKey(run.name()))
                .map(AnalyzerRun::status).collect(Collectors.toSet());
        turn = start.whole() && !statuses.contains(AnalyzerStatus.SKIPPED);
        if (!Set.of(AnalyzerStatus.COMPLETED, AnalyzerStatus.SKIPPED).containsAll(statuses)) {
            blind = true;
        } else if (turn) {
            // while it was blind, nobody was left out
            blind = false;
        }
    }

    private boolean planned(SubjectRef subject) {
        return analyzers.values().stream().anyMatch(kinds -> kinds.contains(subject.kind()));
    }

    /// What HALO observes and nobody declares (its own network) is not planned.
    private void declare(List<SubjectRef> subjects) {
        Map<SubjectRef, Facts> found = declared.apply(subjects);
        for (SubjectRef subject : subjects) {
            Facts facts = found.get(subject);
            if (facts != null && !facts.equals(watched.put(subject, facts))) {
                fleet.declare(subject, facts);
                dependencies.addAll(facts.dependsOn());
            }
        }
    }

    /// Forgets who is gone.
    ///
    /// @return who should have been looked at, and was not
    private Set<SubjectRef> unreached(List<AnalyzerRun> runs) {
        Set<SubjectRef> missing = new HashSet<>(watched.keySet());
        runs.forEach(run -> {
            missing.removeAll(run.result().observed());
            missing.removeAll(run.result().notDue());
        });
        if (missing.isEmpty()) {
            return missing;
        }
        Set<SubjectRef> there = declared.apply(missing).keySet();
        missing.stream().filter(subject -> !there.contains(subject)).forEach(subject -> {
            watched.remove(subject);
            fleet.remove(subject);
        });
        missing.retainAll(there);
        return missing;
    }

    private List<Check> looks(List<Seen> seen) {
        return Seen.looks(seen.stream().filter(one -> watched.containsKey(one.subject())
                || dependencies.contains(one.subject())).toList(), fleet);
    }

    private void changed(Changes changes) {
        onsets.addAll(changes.onsets());
        recovered.addAll(changes.recovered());
    }

    /// @return what changed since it was asked last
    private Changes changes() {
        Changes changes = new Changes(List.copyOf(onsets), List.copyOf(recovered));
        onsets.clear();
        recovered.clear();
        return changes;
    }

    private Groups groups(List<SubjectGroup> known) {
        return new Groups(known.stream().map(group -> new Group(group.key(), group.members().stream()
                .filter(watched::containsKey).map(fleet::number).sorted().toList(), group.jointOnsets()))
                .filter(group -> group.members().size() > 1).toList());
    }
}
