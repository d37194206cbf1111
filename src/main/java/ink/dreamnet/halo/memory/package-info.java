/// Memory DNA: what HALO has learned. The ledger of repairs, what works where, the traits of everything that is watched
/// and how they evolve. All of it is derived from the record and only ever changes order, routing and recommendation. Uses
/// `core`, `audit`, `analysis`, `weakpoint`, `subject`, `task` and, for its port, `strategy`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "audit", "analysis", "weakpoint", "subject", "task", "strategy"})
package ink.dreamnet.halo.memory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
