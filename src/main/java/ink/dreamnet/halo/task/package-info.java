/// Proposed repairs and their way through an operator's approval. Every change of a task's status passes one guarded
/// transition table ([TaskStatus]), by the verbs of [RepairTask], which only this room may call. Here are the task, its store and what
/// other rooms see of it; `approval`, `dispatch`, `lease`, `verification` and `budget` are what is done with it. Uses `core`,
/// `audit` and `http`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: encryption", "core :: masking", "audit", "http"})
package ink.dreamnet.halo.task;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
