package ink.dreamnet.halo.weakpoint;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.SubjectDirectory.Facts;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Tells what became worse where something was repaired.
@Service
public class Aftermath {

    private final WeakPointStore store;
    private final DeclaredFacts declared;

    Aftermath(WeakPointStore store, DeclaredFacts declared) {
        this.store = store;
        this.declared = declared;
    }

    /// Work on a weak point.
    ///
    /// @param weakPoint what was to be repaired
    /// @param subject whom it concerns
    /// @param since when the work began
    public record Repair(UUID weakPoint, SubjectRef subject, Instant since) {
    }

    /// Finds the critical weak points that have appeared since a repair began, on its subject or on what depends on it,
    /// directly or through others. What is suppressed by a cause of its own is not counted: the cause is, where it belongs
    /// here. Nor is the weak point that was to be repaired.
    ///
    /// @return them by the repair, where there are any
    @Transactional(readOnly = true)
    public Map<Repair, List<WeakPoint>> of(Collection<Repair> repairs) {
        Map<Repair, List<WeakPoint>> worse = new HashMap<>();
        Instant earliest = repairs.stream().map(Repair::since).min(Instant::compareTo).orElse(Instant.MAX);
        Map<UUID, Instant> appeared = repairs.isEmpty() ? Map.of() : store.becameCriticalSince(earliest);
        if (appeared.isEmpty()) {
            return worse;
        }
        List<WeakPoint> critical = store.findAll(appeared.keySet()).stream().map(WeakPointEntity::view)
                .filter(point -> point.rootId() == null).toList();
        Map<SubjectRef, Facts> facts = declared.closure(critical.stream().map(WeakPoint::subject).toList());
        for (Repair repair : repairs) {
            List<WeakPoint> here = critical.stream().filter(point -> !point.id().equals(repair.weakPoint())
                    && appeared.getOrDefault(point.id(), Instant.MIN).isAfter(repair.since())
                    && reaches(point.subject(), repair.subject(), facts)).toList();
            if (!here.isEmpty()) {
                worse.put(repair, here);
            }
        }
        return worse;
    }

    /// @return whether the first is the other, or depends on it
    private static boolean reaches(SubjectRef from, SubjectRef to, Map<SubjectRef, Facts> facts) {
        Set<SubjectRef> seen = new HashSet<>(Set.of(from));
        Set<SubjectRef> level = Set.of(from);
        while (!level.isEmpty() && !seen.contains(to)) {
            Set<SubjectRef> next = new HashSet<>();
            level.forEach(subject -> next.addAll(facts.getOrDefault(subject, Facts.NONE).dependsOn()));
            next.removeIf(subject -> !seen.add(subject));
            level = next;
        }
        return seen.contains(to);
    }

    /// @return all that depends on some subjects, directly or through others, without these
    @Transactional(readOnly = true)
    public Set<SubjectRef> dependants(Collection<SubjectRef> subjects) {
        return declared.dependants(subjects);
    }
}
