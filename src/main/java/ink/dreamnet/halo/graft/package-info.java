/// The grafts, DreamNet's installed extensions: their status by the Graft Engine, whether they are as they should be, and
/// whether what they brought is alive. Uses `core`, `audit`, `registry` with its sources and fleets, `http`, `analysis`, `weakpoint`, `subject`,
/// `strategy`, `task`, `endpoint` with its prober, and `agent`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: encryption", "core :: masking", "audit", "registry",
        "registry :: source", "registry :: fleet",
        "http",
        "analysis", "weakpoint", "subject", "strategy", "task", "task :: budget", "endpoint", "endpoint :: probe",
        "agent"})
package ink.dreamnet.halo.graft;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
