package ink.dreamnet.halo.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.Registry;
import ink.dreamnet.halo.weakpoint.LabelledSubjects;
import ink.dreamnet.halo.weakpoint.SubjectDirectory;
import org.springframework.stereotype.Component;

/// Tells what the registry knows of subjects.
@Component
class DefinedSubjects implements SubjectDirectory, LabelledSubjects {

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

    @Override
    public List<SubjectRef> labelled(String name, String value) {
        return registry.labelled(name, value);
    }
}
