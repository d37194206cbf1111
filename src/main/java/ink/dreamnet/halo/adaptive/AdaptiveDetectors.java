package ink.dreamnet.halo.adaptive;

import java.time.Duration;

import ink.dreamnet.halo.signal.AnomalyDetector;
import ink.dreamnet.halo.signal.Measure;
import ink.dreamnet.halo.signal.SignalStore;
import org.springframework.stereotype.Component;

/// Makes the detectors of the triggers that go by counts.
@Component
class AdaptiveDetectors implements AnomalyDetector.Factory {

    private final AdaptiveProperties settings;
    private final SignalStore signals;
    private final NormalStateStore learned;

    AdaptiveDetectors(AdaptiveProperties settings, SignalStore signals, NormalStateStore learned) {
        this.settings = settings;
        this.signals = signals;
        this.learned = learned;
    }

    @Override
    public AnomalyDetector detector(Measure measure, Duration settle) {
        return new AdaptiveDetector(measure, settings, settle, signals, learned);
    }
}
