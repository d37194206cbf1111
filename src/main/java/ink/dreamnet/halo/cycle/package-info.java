/// The record of each cycle: what triggered it, what it saw, what it proposed. Uses `core`, `trigger`, `analysis`,
/// `weakpoint` and `task`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: masking", "trigger", "analysis", "weakpoint", "task"})
package ink.dreamnet.halo.cycle;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
