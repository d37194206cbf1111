package ink.dreamnet.halo.task;

import java.util.List;

/// Knows the tasks that wait for approval.
@FunctionalInterface
public interface PendingTasks {

    /// @param most how many at most
    /// @return the tasks of a strategy for a kind of weak point that wait for approval, the oldest first
    List<TasksChanged.Snapshot> pending(String strategy, String code, int most);
}
