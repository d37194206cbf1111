package ink.dreamnet.halo.agent;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.LabelledSubjects;
import ink.dreamnet.halo.weakpoint.SubjectDirectory;
import org.springframework.stereotype.Component;

/// The facts that are declared of agents.
@Component
class AgentFacts implements SubjectDirectory, LabelledSubjects {

    private final AgentStore store;

    AgentFacts(AgentStore store) {
        this.store = store;
    }

    @Override
    public Map<SubjectRef, Facts> facts(Collection<SubjectRef> subjects) {
        List<String> ids = subjects.stream().filter(subject -> subject.kind() == SubjectKind.AGENT)
                .map(SubjectRef::id).distinct().toList();
        return store.facts(ids);
    }

    @Override
    public Collection<SubjectRef> dependants(Collection<SubjectRef> subjects) {
        return store.dependants(subjects);
    }

    @Override
    public List<SubjectRef> labelled(String name, String value) {
        return store.labelled(name, value);
    }
}
