/// Proposed repairs and their way through an operator's approval. Every change of a task's status passes one guarded
/// transition table. Uses `core` and `audit`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "audit"})
package ink.dreamnet.halo.task;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
