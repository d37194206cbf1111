/// What could be done about a weak point: the `Strategy` SPI, and the generation of tasks from proposals.
/// Uses `core`, `weakpoint` and `task`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "weakpoint", "task", "task :: dispatch", "task :: proposal",
        "task :: verification"})
package ink.dreamnet.halo.strategy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
