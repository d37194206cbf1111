package ink.dreamnet.halo.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.report.ProblemReport.Neighbour;
import ink.dreamnet.halo.weakpoint.WeakPointGroup;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.springframework.stereotype.Component;

/// Finds what a subject depends on and what depends on it, by breadth-first search.
@Component
record Surroundings(DeclaredSubjects declared, WeakPoints weakPoints) {

    private static final int MOST = 100;

    /// @return what is declared of a subject
    Facts facts(SubjectRef subject) {
        return declared.facts(List.of(subject)).getOrDefault(subject, Facts.NONE);
    }

    /// @return what a subject depends on, the nearest first
    Excerpt<Neighbour> dependencies(SubjectRef subject) {
        return neighbours(subject, level -> {
            Set<SubjectRef> below = new TreeSet<>();
            declared.facts(level).values().forEach(facts -> below.addAll(facts.dependsOn()));
            return below;
        });
    }

    /// @return what depends on a subject, the nearest first
    Excerpt<Neighbour> dependants(SubjectRef subject) {
        return neighbours(subject, level -> new TreeSet<>(declared.directDependants(level)));
    }

    private Excerpt<Neighbour> neighbours(SubjectRef subject, UnaryOperator<Set<SubjectRef>> next) {
        Set<SubjectRef> known = new HashSet<>(Set.of(subject));
        Map<SubjectRef, Integer> distances = new LinkedHashMap<>();
        Set<SubjectRef> level = Set.of(subject);
        for (int distance = 1; !level.isEmpty(); distance++) {
            level = next.apply(level);
            level.removeIf(found -> !known.add(found));
            for (SubjectRef found : level) {
                distances.put(found, distance);
            }
        }
        Excerpt<SubjectRef> shown = Excerpt.first(new ArrayList<>(distances.keySet()), MOST);
        Map<SubjectRef, Facts> facts = declared.facts(shown.entries());
        Map<SubjectRef, List<WeakPointGroup.Member>> open = weakPoints.openOn(shown.entries());
        return new Excerpt<>(
                shown.entries().stream().map(found -> new Neighbour(found, distances.getOrDefault(found, 1),
                        facts.getOrDefault(found, Facts.NONE).dependsOn(), open.getOrDefault(found, List.of())))
                        .toList(),
                shown.more());
    }
}
