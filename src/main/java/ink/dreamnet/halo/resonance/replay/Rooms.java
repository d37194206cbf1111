package ink.dreamnet.halo.resonance.replay;

import ink.dreamnet.halo.memory.MemoryInMemory;
import ink.dreamnet.halo.resonance.hold.HoldProperties;
import ink.dreamnet.halo.strategy.TaskGeneration;
import ink.dreamnet.halo.task.replay.TasksInMemory;
import ink.dreamnet.halo.weakpoint.WeakPointProperties;
import org.springframework.stereotype.Component;

/// What a replay takes from the other rooms, as configured there.
///
/// @param weakPoints when a weak point counts as flapping
/// @param tasks the rules of proposing and deciding
/// @param memory what is learned
/// @param generation all strategies
/// @param hold how long repairs wait for another one
@Component
record Rooms(WeakPointProperties weakPoints, TasksInMemory.Factory tasks, MemoryInMemory.Factory memory,
        TaskGeneration generation, HoldProperties hold) {
}
