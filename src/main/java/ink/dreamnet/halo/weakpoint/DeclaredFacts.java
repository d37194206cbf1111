package ink.dreamnet.halo.weakpoint;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.SubjectDirectory.Facts;
import org.springframework.stereotype.Component;

/// What all directories together declare of subjects.
@Component
class DeclaredFacts {

    private final List<SubjectDirectory> directories;

    DeclaredFacts(List<SubjectDirectory> directories) {
        this.directories = List.copyOf(directories);
    }

    Map<SubjectRef, Facts> lookUp(Collection<SubjectRef> subjects) {
        Map<SubjectRef, Facts> found = new HashMap<>();
        directories.forEach(directory -> found.putAll(directory.facts(subjects)));
        return found;
    }

    /// Looks up some subjects, and all that they depend on, level by level.
    Map<SubjectRef, Facts> closure(Collection<SubjectRef> subjects) {
        Map<SubjectRef, Facts> known = new HashMap<>();
        Set<SubjectRef> level = new HashSet<>(subjects);
        while (!level.isEmpty()) {
            Map<SubjectRef, Facts> found = lookUp(level);
            level.forEach(subject -> known.put(subject, found.getOrDefault(subject, Facts.NONE)));
            level = new HashSet<>();
            for (Facts facts : found.values()) {
                for (SubjectRef dependency : facts.dependsOn()) {
                    if (!known.containsKey(dependency)) {
                        level.add(dependency);
                    }
                }
            }
        }
        return known;
    }

    /// @return all that depends on some subjects, directly or through others, without these
    Set<SubjectRef> dependants(Collection<SubjectRef> subjects) {
        Set<SubjectRef> known = new HashSet<>(subjects);
        Set<SubjectRef> level = new HashSet<>(subjects);
        while (!level.isEmpty()) {
            Set<SubjectRef> above = new HashSet<>();
            for (SubjectDirectory directory : directories) {
                above.addAll(directory.dependants(level));
            }
            above.removeIf(subject -> !known.add(subject));
            level = above;
        }
        known.removeAll(new HashSet<>(subjects));
        return known;
    }
}
