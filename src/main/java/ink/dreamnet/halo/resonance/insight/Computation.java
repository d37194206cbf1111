package ink.dreamnet.halo.resonance.insight;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.group.GroupDetector;
import ink.dreamnet.halo.resonance.group.SubjectGroup;
import ink.dreamnet.halo.resonance.observed.RecordedHistory;
import ink.dreamnet.halo.resonance.origin.Incidents;
import ink.dreamnet.halo.resonance.pattern.PatternState;
import ink.dreamnet.halo.resonance.pattern.Patterns;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Timeline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that is computed of the cycles up to one of them. Thrown away where that cycle turns out not to be the last one that is stored. Not for
/// use by several threads at once.
final class Computation {

    private static final Logger LOG = LoggerFactory.getLogger(Computation.class);
    /// How many episodes of a subject are held; an hour apart, these are four days.
    private static final int EPISODES = 100;

    private final Fleet fleet;
    private final Timeline timeline = new Timeline(EPISODES);
    private final RecordedHistory.Reader reader = new RecordedHistory.Reader();
    private final GroupDetector groups;
    private final Incidents incidents;
    private final Patterns patterns;
    private final Set<String> failing = new HashSet<>();
    private long atMs;

    /// @param subjects the subjects by number
    /// @param declared what is declared of them
    Computation(List<SubjectRef> subjects, Map<SubjectRef, Facts> declared, PatternState state) {
        fleet = new Fleet();
        subjects.forEach(fleet::number);
        declare(declared.keySet(), declared);
        groups = new GroupDetector(fleet);
        incidents = new Incidents(fleet);
        patterns = new Patterns(fleet, state);
    }

    Fleet fleet() {
        return fleet;
    }

    RecordedHistory.Reader reader() {
        return reader;
    }

    Patterns patterns() {
        return patterns;
    }

    /// @return the last cycle that is in it, in ms since 1970; 0 before the first
    long atMs() {
        return atMs;
    }

    /// Sets that all cycles up to a time are in it.
    void asOf(long ms) {
        atMs = ms;
    }

    /// Takes over the numbers of subjects that another replica gave.
    ///
    /// @return whether they go on with those that are known
    boolean goesOn(List<SubjectRef> subjects) {
        for (int number = 0; number < subjects.size(); number++) {
            if (fleet.number(subjects.get(number)) != number) {
                return false;
            }
        }
        return fleet.size() == subjects.size();
    }

    /// @return whether a subject is known to be watched; a new one gets a number
    boolean watches(SubjectRef subject) {
        return fleet.watched(fleet.number(subject));
    }

    /// Takes over what is declared of subjects that are watched.
    void declare(Collection<SubjectRef> watched, Map<SubjectRef, Facts> declared) {
        watched.forEach(subject -> fleet.declare(subject, declared.getOrDefault(subject, Facts.NONE)));
    }

    /// Takes in the next cycle.
    Patterns.Outcome cycle(CycleFacts facts) {
        Timeline.Changes changes = timeline.add(facts);
        atMs = facts.atMs();
        reader.takeGone().forEach(fleet::remove);
        guarded("Groups", () -> groups.cycle(facts, changes, timeline, patterns.findings()));
        guarded("Incidents", () -> incidents.cycle(facts, changes, timeline, groups.groups(),
                patterns.findings()));
        Patterns.Outcome[] outcome = {new Patterns.Outcome(List.of(), List.of(), List.of())};
        guarded("Patterns", () -> outcome[0] = patterns.cycle(facts, changes, timeline));
        return outcome[0];
    }

    /// What fails keeps nothing else from its turn, and is logged once while it fails.
    private void guarded(String what, Runnable step) {
        try {
            step.run();
            failing.remove(what);
        } catch (RuntimeException broken) {
            if (failing.add(what)) {
                LOG.error("{} cannot be computed", what, broken);
            }
        }
    }

    /// @return who falls with whom
    List<SubjectGroup> groups() {
        return groups.groups().all().stream()
                .map(group -> new SubjectGroup(group.key(), subjects(group.members()), group.jointOnsets())).toList();
    }

    List<SubjectRef> subjects(List<Integer> numbers) {
        return numbers.stream().map(fleet::subject).toList();
    }

    /// @return the subjects whose numbers are at least some number, by number
    List<SubjectRef> subjectsFrom(int number) {
        return IntStream.range(number, fleet.size()).mapToObj(fleet::subject).toList();
    }
}
