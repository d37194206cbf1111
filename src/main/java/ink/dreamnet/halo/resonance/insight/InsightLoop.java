package ink.dreamnet.halo.resonance.insight;

import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

import ink.dreamnet.halo.core.BackgroundLoop;
import ink.dreamnet.halo.weakpoint.WeakPointsDetected;
import org.springframework.stereotype.Component;

/// Computes the insights of recorded cycles, one after the other, on a thread of its own.
@Component
class InsightLoop extends BackgroundLoop {

    /// How many cycles are held that are not computed yet. Further ones are read from the record.
    private static final int MOST_HELD = 2;

    private final InsightPass pass;
    private final NavigableMap<Long, WeakPointsDetected> held = new ConcurrentSkipListMap<>();

    InsightLoop(InsightPass pass) {
        super("insights", "The insights of a cycle could not be computed");
        this.pass = pass;
    }

    /// Takes a cycle that is recorded. Returns at once.
    ///
    /// @param atMs when it is recorded, in ms since 1970
    void recorded(long atMs, WeakPointsDetected detected) {
        if (held.size() < MOST_HELD) {
            held.put(atMs, detected);
        }
        wakeUp();
    }

    @Override
    protected boolean step(boolean woken) {
        if (!woken && held.isEmpty()) {
            return false;
        }
        return pass.next(held);
    }
}
