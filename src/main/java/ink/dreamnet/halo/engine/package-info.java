/// Runs the loop: Trigger → Analyze → Detect → Settle → Verify → Generate → Propose → Dispatch → Record, one cycle at a time
/// in the whole installation. The stages are in `stage`. Uses all rooms of the loop and `event` for the name of
/// the installation, and imports no feature: it is handed
/// the analyzers and strategies.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "audit", "trigger", "analysis", "weakpoint", "task",
        "task :: proposal", "task :: dispatch", "task :: verification", "strategy", "cycle", "event"})
package ink.dreamnet.halo.engine;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
