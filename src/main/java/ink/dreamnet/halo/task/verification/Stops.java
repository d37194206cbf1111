package ink.dreamnet.halo.task.verification;

import java.util.List;

import ink.dreamnet.halo.task.RepairTask;
import org.springframework.modulith.NamedInterface;

/// The strategies that were stopped for a kind of weak point because a repair of theirs did harm.
@NamedInterface("verification")
public interface Stops {

    /// @return those that are in force, the latest first
    List<StrategyStop> active();

    /// Stops a strategy for the kind of weak point that a task was about, unless it is stopped already.
    void stop(RepairTask task, String reason);
}
