package ink.dreamnet.halo.weakpoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;

/// Finds the cause of weak points in what their subjects depend on.
///
/// A weak point is inhibited while a subject that its own depends on, directly or through others, has an open weak point of
/// at least the same severity. Its root is the deepest of these: one below which nothing as severe is open. Of several in
/// different branches it is the worst, then the one seen first. Subjects that depend on each other in a circle do not
/// inhibit one another, because it is not known which of them is the cause.
final class Inhibition {

    private static final Comparator<Root> BEST = Comparator.comparing(Root::severity).reversed()
            .thenComparing(Root::id);

    private final Map<SubjectRef, Map<Severity, Root>> below = new HashMap<>();

    /// An open weak point, as far as it matters here.
    ///
    /// @param id its id, which is time-ordered
    /// @param subject its subject
    /// @param code the kind of finding
    /// @param severity its severity
    record Root(UUID id, SubjectRef subject, String code, Severity severity) {
    }

    /// @param dependsOn what each subject depends on, complete for everything that the open weak points' subjects reach
    /// @param open all open weak points that spread along dependencies
    Inhibition(Map<SubjectRef, List<SubjectRef>> dependsOn, Collection<Root> open) {
        Map<SubjectRef, List<Root>> bySubject = new HashMap<>();
        open.forEach(root -> bySubject.computeIfAbsent(root.subject(), any -> new ArrayList<>()).add(root));
        Map<SubjectRef, Integer> componentOf = new HashMap<>();
        List<Map<Severity, Root>> offers = new ArrayList<>();
        for (List<SubjectRef> component : Dependencies.components(dependsOn)) {
            int number = offers.size();
            component.forEach(subject -> componentOf.put(subject, number));
            Map<Severity, Root> deeper = new EnumMap<>(Severity.class);
            List<Root> own = new ArrayList<>();
            for (SubjectRef subject : component) {
                own.addAll(bySubject.getOrDefault(subject, List.of()));
                for (SubjectRef dependency : dependsOn.getOrDefault(subject, List.of())) {
                    Integer other = componentOf.get(dependency);
                    if (other != null && other != number) {
                        offers.get(other).forEach((severity, root) -> deeper.merge(severity, root, Inhibition::better));
                    }
                }
            }
            component.forEach(subject -> below.put(subject, deeper));
            offers.add(offer(deeper, own));
        }
    }

    /// @return the roots that a component offers to those that depend on it: for each severity one that is at least as severe
    private static Map<Severity, Root> offer(Map<Severity, Root> deeper, List<Root> own) {
        if (own.isEmpty()) {
            return deeper;
        }
        Map<Severity, Root> offer = new EnumMap<>(deeper);
        for (Severity severity : Severity.values()) {
            own.stream().filter(root -> root.severity().atLeast(severity)).min(BEST)
                    .ifPresent(root -> offer.putIfAbsent(severity, root));
        }
        return offer;
    }

    private static Root better(Root a, Root b) {
        return BEST.compare(a, b) <= 0 ? a : b;
    }

    /// @return the root of a weak point of that subject and severity; empty where nothing inhibits it
    Optional<Root> rootOf(SubjectRef subject, Severity severity) {
        Map<Severity, Root> roots = below.get(subject);
        return roots == null ? Optional.empty() : Optional.ofNullable(roots.get(severity));
    }
}
