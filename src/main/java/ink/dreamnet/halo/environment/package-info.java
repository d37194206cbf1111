/// The environments that HALO keeps consistent: where their variables come from, the schema that they are judged by, the
/// comparison between them, and the proposal to put them right. No value of a variable ever leaves this room. Uses `core`,
/// `registry`, `analysis`, `weakpoint`, `subject`, `strategy` and `task`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: files", "core :: masking", "core :: secret", "analysis",
        "weakpoint", "subject", "strategy",
        "task", "registry",
        "registry :: fleet"})
package ink.dreamnet.halo.environment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
