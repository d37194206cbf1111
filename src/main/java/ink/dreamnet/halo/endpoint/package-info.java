/// The endpoints that HALO probes, the probers, the condition language, and the judgement of what they saw. Uses `core`,
/// `audit`, `analysis`, `weakpoint`, `strategy` and `task`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "audit", "analysis", "weakpoint", "strategy", "task"})
package ink.dreamnet.halo.endpoint;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
