package ink.dreamnet.halo.resonance.insight;

import ink.dreamnet.halo.resonance.pattern.PatternState;
import ink.dreamnet.halo.resonance.pattern.Patterns;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Answers what is known of groups and incidents, to every replica the same.
@Component
public class CurrentResonance {

    private final ResonanceStore store;
    private final JsonMapper json;
    private volatile @Nullable Read last;

    CurrentResonance(ResonanceStore store, JsonMapper json) {
        this.store = store;
        this.json = json;
    }

    private record Read(long processedMs, ResonanceView view, PatternState patterns) {
    }

    /// @return as of the last cycle that is computed; the last one may not be yet
    public ResonanceView view() {
        return read().view();
    }

    InsightController.ErrorRateView errorRate() {
        PatternState patterns = read().patterns();
        return new InsightController.ErrorRateView(Patterns.LEVEL, patterns.tests(), patterns.discoveries());
    }

    private Read read() {
        Read read = last;
        if (read == null || read.processedMs() != store.processedMs()) {
            ResonanceStore.State state = store.state();
            String view = state.view();
            String patterns = state.patterns();
            read = new Read(state.processedMs(),
                    view == null ? ResonanceView.NONE : json.readValue(view, ResonanceView.class),
                    patterns == null ? PatternState.NONE : json.readValue(patterns, PatternState.class));
            last = read;
        }
        return read;
    }
}
