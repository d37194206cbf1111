package ink.dreamnet.halo.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.Registry;
import ink.dreamnet.halo.weakpoint.SubjectDirectory;
import org.springframework.stereotype.Component;

/// Tells the weak points what the registry knows of their subjects.
@Component
class DefinedSubjects implements SubjectDirectory {

    private final Registry registry;

    DefinedSubjects(Registry registry) {
        this.registry = registry;
    }

    @Override
    public Map<SubjectRef, Facts> facts(Collection<SubjectRef> subjects) {
        Map<SubjectRef, Facts> facts = new HashMap<>();
        registry.find(subjects).forEach((subject, definition) -> facts.put(subject,
                new Facts(definition.labels(), definition.dependsOn(), null)));
        return facts;
    }

    @Override
    public Collection<SubjectRef> dependants(Collection<SubjectRef> subjects) {
        return registry.dependants(subjects);
    }
}
