/// Runs the loop: Trigger → Analyze → Detect → Generate → Dispatch → Record, one cycle at a time in the whole
/// installation. Uses all rooms of the loop, and the registry for what is declared of subjects, and imports no
/// feature: it is handed the analyzers and strategies.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "audit", "trigger", "analysis", "weakpoint", "task",
        "task :: dispatch", "task :: verification", "strategy",
        "cycle", "registry"})
package ink.dreamnet.halo.engine;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
