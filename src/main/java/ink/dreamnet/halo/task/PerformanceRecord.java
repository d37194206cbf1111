package ink.dreamnet.halo.task;

import java.util.Collection;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectRef;

/// Knows how well squads and agents do tasks. The module of memory implements it.
@FunctionalInterface
public interface PerformanceRecord {

    /// How well someone does tasks of a type.
    ///
    /// @param success the expected share that helps, 0 to 1; 0.5 where nothing is known
    /// @param tasks the effective number of tasks that this goes by, discounted by age
    record Performance(double success, double tasks) {
    }

    /// @param type the task type (`agent.revive`)
    /// @param performers squads or agents, perhaps thousands
    /// @return the performance of those that did such tasks
    Map<SubjectRef, Performance> of(String type, Collection<SubjectRef> performers);
}
