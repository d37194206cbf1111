package ink.dreamnet.halo.resonance.pattern;

import java.util.List;

import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Timeline;

/// Foresees when metrics reach their limits.
final class TrendDetector implements Detector {

    @Override
    public String pattern() {
        return "trend";
    }

    @Override
    public void cycle(CycleFacts facts, Timeline.Changes changes, Timeline timeline, Findings findings) {
    }

    /// @return what is expected to reach its limit
    List<Forecast> forecasts() {
        return List.of();
    }
}
