package ink.dreamnet.halo.task;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Takes a step of many tasks, each in a transaction of its own, so that one that fails does not stop the others.
@Component
public class TaskSteps {

    private static final Logger LOG = LoggerFactory.getLogger(TaskSteps.class);

    private final TaskStore store;
    private final TransactionTemplate transaction;

    TaskSteps(TaskStore store, TransactionTemplate transaction) {
        this.store = store;
        this.transaction = transaction;
    }

    /// @param select the ids of the tasks
    /// @param step what is done with each, under its lock; it checks again whether there is anything to do
    public void each(Function<TaskStore, List<UUID>> select, Consumer<RepairTask> step) {
        eachId(select, id -> store.find(id).ifPresent(step));
    }

    /// As [#each], for a step that locks something else before the task.
    public void eachId(Function<TaskStore, List<UUID>> select, Consumer<UUID> step) {
        for (UUID id : Objects.requireNonNull(transaction.execute(tx -> select.apply(store)))) {
            try {
                transaction.executeWithoutResult(tx -> step.accept(id));
            } catch (RuntimeException failed) {
                LOG.warn("The next step of task {} failed; it is tried again soon", id, failed);
            }
        }
    }
}
