package ink.dreamnet.halo.weakpoint;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/// Knows how long weak points have been there.
@FunctionalInterface
public interface WeakPointAges {

    /// @return since when each of some weak points is there: when it opened, or last reopened. Those without a record are absent.
    Map<UUID, Instant> thereSince(Collection<UUID> ids);
}
