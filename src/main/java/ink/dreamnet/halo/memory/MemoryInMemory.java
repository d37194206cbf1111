package ink.dreamnet.halo.memory;

import java.time.Clock;
import java.util.List;

import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.memory.effect.EffectsInMemory;
import ink.dreamnet.halo.memory.ledger.LedgerEntries;
import ink.dreamnet.halo.memory.ledger.LedgerInMemory;
import ink.dreamnet.halo.memory.ledger.MemoryProperties;
import ink.dreamnet.halo.strategy.StrategyAdvisor;
import ink.dreamnet.halo.task.PendingTasks;
import ink.dreamnet.halo.task.TasksChanged;
import ink.dreamnet.halo.weakpoint.WeakPointAges;
import ink.dreamnet.halo.weakpoint.WeakPointsDetected;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// What is learned from a history that is played: the same ledger, verdicts and advice, but in memory. Not for use by several threads at
/// once.
public final class MemoryInMemory {

    private final LedgerEntries entries;
    private final EffectsInMemory effects;

    private MemoryInMemory(LedgerEntries entries, EffectsInMemory effects) {
        this.entries = entries;
        this.effects = effects;
    }

    /// Makes such memories, as configured for the real one.
    @Component
    public static class Factory {

        private final MemoryProperties properties;
        private final JsonMapper json;

        Factory(MemoryProperties properties, JsonMapper json) {
            this.properties = properties;
            this.json = json;
        }

        /// @param declared what is declared of the subjects
        /// @param weakPoints the weak points of the history
        /// @param tasks its tasks
        /// @param clock its time
        public MemoryInMemory begin(DeclaredSubjects declared, WeakPointAges weakPoints, PendingTasks tasks,
                Clock clock) {
            LedgerInMemory ledger = new LedgerInMemory();
            return new MemoryInMemory(new LedgerEntries(ledger, tasks, weakPoints, declared, properties, clock),
                    new EffectsInMemory(ledger, declared, weakPoints, properties, json, clock));
        }
    }

    /// Takes in what happened to tasks, and what a cycle detected.
    ///
    /// @param detected null where it is not that of a cycle
    public void record(List<TasksChanged.Change> changes, @Nullable WeakPointsDetected detected) {
        entries.write(changes, detected);
        if (detected != null) {
            effects.cycleRecorded();
        }
    }

    /// @return advises by what was learned so far
    public StrategyAdvisor advisor() {
        return effects;
    }

    /// @return as [EffectsInMemory#strategies]
    public List<?> strategies() {
        return effects.strategies();
    }
}
