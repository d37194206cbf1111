/// The squads of agents, the samples of what they have done, and the statistics by which their efficiency is judged. Uses
/// `core`, `audit`, `registry` with its sources and fleets, `http`, `analysis`, `weakpoint`, `subject`, `strategy` and `task`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: encryption", "audit", "registry", "registry :: source",
        "registry :: fleet",
        "http",
        "analysis", "weakpoint", "subject", "strategy", "task", "task :: budget"})
package ink.dreamnet.halo.squad;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
