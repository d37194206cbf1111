package ink.dreamnet.halo.weakpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// Says of which weak points repairs are to wait for what becomes of another one's, because they fell together. The room that follows
/// incidents implements it; without one, and where it fails, nothing waits.
@FunctionalInterface
public interface RepairOrder {

    /// A weak point that is not resolved.
    ///
    /// @param id the weak point
    /// @param subject its subject
    /// @param since when the analysis began that found it open or reopened
    /// @param badness how severe it is, the more the worse
    /// @param cause the open weak point that is its cause by what is declared; null where there is none
    /// @param repairable whether a repair would be proposed: nothing suppresses it, and it was there when it was last observed
    /// @param asked whether repairs of it were asked for before this cycle
    /// @param waited whether it waited before this cycle
    record Point(UUID id, SubjectRef subject, Instant since, int badness, @Nullable UUID cause, boolean repairable,
            boolean asked, boolean waited) {
    }

    /// Decides in a cycle, before repairs are proposed. Where the transaction of the cycle is tried again, it is asked again.
    ///
    /// @param open all weak points that are not resolved, in no order
    /// @param healthy the subjects of which the cycle observed that nothing is wrong with them
    /// @param began when the analysis of the cycle began
    /// @return why those wait that do, each as a sentence without an end: "waits for what becomes of …"
    Map<UUID, String> waiting(List<Point> open, Set<SubjectRef> healthy, Instant began);
}
