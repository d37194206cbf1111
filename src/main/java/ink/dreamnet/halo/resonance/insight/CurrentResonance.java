package ink.dreamnet.halo.resonance.insight;

import java.util.List;

import ink.dreamnet.halo.resonance.group.KnownGroups;
import ink.dreamnet.halo.resonance.group.SubjectGroup;
import ink.dreamnet.halo.resonance.pattern.PatternState;
import ink.dreamnet.halo.resonance.pattern.Patterns;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Answers what is stored of groups and of the error rate, on every replica the same. It is as of the last cycle that is computed.
@Component
class CurrentResonance implements KnownGroups {

    private static final TypeReference<List<SubjectGroup>> GROUPS = new TypeReference<>() {
    };

    private final ResonanceStore store;
    private final JsonMapper json;
    private volatile @Nullable Read last;

    CurrentResonance(ResonanceStore store, JsonMapper json) {
        this.store = store;
        this.json = json;
    }

    private record Read(long processedMs, List<SubjectGroup> groups, PatternState patterns) {
    }

    @Override
    public List<SubjectGroup> current() {
        return read().groups();
    }

    InsightController.ErrorRateView errorRate() {
        PatternState patterns = read().patterns();
        return new InsightController.ErrorRateView(Patterns.LEVEL, patterns.tests(), patterns.discoveries());
    }

    private Read read() {
        Read read = last;
        if (read == null || read.processedMs() != store.processedMs()) {
            ResonanceStore.State state = store.state();
            String groups = state.groups();
            String patterns = state.patterns();
            read = new Read(state.processedMs(), groups == null ? List.of() : json.readValue(groups, GROUPS),
                    patterns == null ? PatternState.NONE : json.readValue(patterns, PatternState.class));
            last = read;
        }
        return read;
    }
}
