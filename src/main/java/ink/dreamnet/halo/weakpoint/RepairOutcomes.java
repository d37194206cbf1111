package ink.dreamnet.halo.weakpoint;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.Observations.Observation;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The outcomes of repairs: whether the weak points are gone, and what became worse where something was repaired.
@Service
public class RepairOutcomes {

    private final WeakPointStore store;
    private final DeclaredSubjects declared;

    RepairOutcomes(WeakPointStore store, DeclaredSubjects declared) {
        this.store = store;
        this.declared = declared;
    }

    /// A weak point that opened or reopened as critical, or became critical.
    ///
    /// @param id the weak point
    /// @param analyzer who sees it
    /// @param code the kind of finding
    /// @param subject where
    /// @param cycleId the cycle that found it
    /// @param reopened whether it reopened
    public record Appeared(UUID id, String analyzer, String code, SubjectRef subject, UUID cycleId, boolean reopened) {

        Identity identity() {
            return new Identity(analyzer, code, subject);
        }
    }

    /// The outcome of a repair by one cycle.
    ///
    /// @param weakPoint as it is after the cycle
    /// @param observation what the cycle observed of it
    /// @param worse what became critical since on its subject or on what depends on it, and what the cycle observed of each
    public record Outcome(WeakPoint weakPoint, Observation observation, Map<Appeared, Observation> worse) {
    }

    /// Looks up what a cycle observed of weak points that were to be repaired, after [WeakPoints#detect].
    ///
    /// What is suppressed, or was when it appeared, is not worse: it has a cause of its own, or is planned. Nor is the weak
    /// point that was to be repaired, whatever its record, nor an old one of the same subject that reopened.
    ///
    /// @param since when the first of the repairs began
    /// @return the outcome of each; without those whose record is gone
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<UUID, Outcome> of(Collection<UUID> weakPoints, Instant since, Observations observations) {
        Map<Identity, Issue> issues = observations.issues();
        Map<SubjectRef, List<Appeared>> reached = reached(since);
        Map<UUID, Outcome> outcomes = new HashMap<>();
        for (WeakPointEntity entity : store.findAll(weakPoints)) {
            WeakPoint point = entity.view();
            Identity own = entity.identity();
            Map<Appeared, Observation> worse = new HashMap<>();
            reached.getOrDefault(point.subject(), List.of()).stream()
                    .filter(other -> !other.identity().equals(own)
                            && !(other.reopened() && other.subject().equals(point.subject())))
                    .forEach(other -> worse.put(other, observations.observationOf(other.identity(), issues)));
            outcomes.put(point.id(), new Outcome(point, observations.observationOf(own, issues), worse));
        }
        return outcomes;
    }

    /// @return what appeared since a time, by its own subject and by each that this depends on
    private Map<SubjectRef, List<Appeared>> reached(Instant since) {
        Map<SubjectRef, List<Appeared>> reached = new HashMap<>();
        List<Appeared> appeared = store.becameCriticalSince(since);
        Map<SubjectRef, Facts> facts = declared.closure(appeared.stream().map(Appeared::subject).toList());
        Map<SubjectRef, Set<SubjectRef>> below = new HashMap<>();
        for (Appeared point : appeared) {
            below.computeIfAbsent(point.subject(), subject -> below(subject, facts)).forEach(
                    subject -> reached.computeIfAbsent(subject, any -> new ArrayList<>()).add(point));
        }
        return reached;
    }

    /// @return a subject and all that it depends on, directly or through others
    private static Set<SubjectRef> below(SubjectRef start, Map<SubjectRef, Facts> facts) {
        Set<SubjectRef> seen = new HashSet<>(Set.of(start));
        Deque<SubjectRef> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            facts.getOrDefault(open.remove(), Facts.NONE).dependsOn().stream().filter(seen::add).forEach(open::add);
        }
        return seen;
    }
}
