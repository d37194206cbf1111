package ink.dreamnet.halo.core;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import org.springframework.stereotype.Component;

/// What all directories together declare of subjects.
@Component
public class DeclaredSubjects {

    private final List<SubjectDirectory> directories;

    /// @param directories those that know the subjects
    public DeclaredSubjects(List<SubjectDirectory> directories) {
        this.directories = List.copyOf(directories);
    }

    /// @return what is declared of some subjects; those that nobody declares are absent
    public Map<SubjectRef, Facts> facts(Collection<SubjectRef> subjects) {
        Map<SubjectRef, Facts> found = new HashMap<>();
        directories.forEach(directory -> found.putAll(directory.facts(subjects)));
        return found;
    }

    /// Looks up some subjects, and all that they depend on, level by level.
    public Map<SubjectRef, Facts> closure(Collection<SubjectRef> subjects) {
        Map<SubjectRef, Facts> known = new HashMap<>();
        Set<SubjectRef> level = new HashSet<>(subjects);
        while (!level.isEmpty()) {
            Map<SubjectRef, Facts> found = facts(level);
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
    public Set<SubjectRef> dependants(Collection<SubjectRef> subjects) {
        Set<SubjectRef> known = new HashSet<>(subjects);
        Set<SubjectRef> level = new HashSet<>(subjects);
        while (!level.isEmpty()) {
            Set<SubjectRef> above = directDependants(level);
            above.removeIf(subject -> !known.add(subject));
            level = above;
        }
        known.removeAll(new HashSet<>(subjects));
        return known;
    }

    /// @return what declares to depend on one of some subjects
    public Set<SubjectRef> directDependants(Collection<SubjectRef> subjects) {
        Set<SubjectRef> above = new HashSet<>();
        directories.forEach(directory -> above.addAll(directory.dependants(subjects)));
        return above;
    }

    /// @return the subjects that are declared with a label and its value
    public Set<SubjectRef> labelled(String name, String value) {
        return directories.stream().flatMap(directory -> directory.labelled(name, value).stream())
                .collect(Collectors.toSet());
    }
}
