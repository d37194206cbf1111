/// The endpoints that HALO probes, the probers, the condition language, and the judgement of what they saw. Uses `core`,
/// `http` for references to secrets, `registry`, `analysis`, `weakpoint`, `subject`, `strategy` and `task`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: files", "core :: masking", "core :: secret", "http",
        "analysis", "weakpoint", "subject",
        "strategy", "task",
        "task :: budget",
        "registry", "registry :: fleet"})
package ink.dreamnet.halo.endpoint;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
