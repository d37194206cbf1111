package ink.dreamnet.halo.weakpoint;

import java.time.Instant;
import java.util.List;

/// Knows the silences and maintenance windows that hold.
@FunctionalInterface
interface ActiveSilences {

    /// @return those that hold at a time, silences before windows, and of each the oldest first
    List<Silences.Active> active(Instant now);
}
