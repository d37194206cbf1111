/// The registry of agents, their heartbeats, and the judgement whether an agent is alive. Uses `core`, `audit`,
/// `analysis`, `weakpoint`, `subject`, `strategy`, `task`, `http`, and `registry` with its sources and fleets.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: masking", "audit", "analysis", "weakpoint", "subject",
        "strategy", "task",
        "task :: budget", "registry", "registry :: source", "registry :: fleet", "http"})
package ink.dreamnet.halo.agent;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
