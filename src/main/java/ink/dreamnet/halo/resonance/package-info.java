/// Resonance Engine: patterns across cycles, and the plan of the next cycle.
/// Uses `core`, `audit`, `trigger`, `analysis`, `weakpoint`, `task`, `strategy` and `memory`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "audit", "trigger", "analysis", "weakpoint", "task", "strategy",
        "memory :: trait", "memory :: ledger", "memory :: statistics"})
package ink.dreamnet.halo.resonance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
