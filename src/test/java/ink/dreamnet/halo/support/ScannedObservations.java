package ink.dreamnet.halo.support;

import java.util.Objects;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.springframework.boot.test.context.TestComponent;

/// Scans what HALO's observations tell: their names and key values, which become spans of traces and tags of meters, their error, and
/// the name of the thread that works, which may be a virtual one.
@TestComponent
class ScannedObservations implements ObservationHandler<Observation.Context> {

    @Override
    public boolean supportsContext(Observation.Context context) {
        return true;
    }

    @Override
    public void onStop(Observation.Context context) {
        SecretScan.note("an observation", context.getName() + " " + context.getContextualName() + " "
                + context.getAllKeyValues());
        SecretScan.note("the error of an observation", Objects.toString(context.getError()));
        SecretScan.note("the name of a thread", Thread.currentThread().getName());
    }
}
