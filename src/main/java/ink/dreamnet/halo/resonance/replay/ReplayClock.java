package ink.dreamnet.halo.resonance.replay;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The time of a replay: that of its last step. Not for use by several threads at once.
final class ReplayClock extends Clock {

    private Instant now;

    ReplayClock(long ms) {
        now = Instant.ofEpochMilli(ms);
    }

    void set(long ms) {
        now = Instant.ofEpochMilli(ms);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /// @throws UnsupportedOperationException always: a replay knows no zones
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("a replay is in UTC");
    }
}
