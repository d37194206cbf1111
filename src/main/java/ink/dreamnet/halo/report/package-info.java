/// The story of one problem, for people: what is wrong, what it is connected with, what happened, what was tried and what became of it.
/// Reads from the rooms that know, and changes nothing. Uses `core`, `audit`, `weakpoint`, `task`, `strategy`, `deploy`, `event` and
/// `memory` with its traits.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "audit", "analysis", "weakpoint", "task", "strategy", "deploy",
        "event",
        "memory :: trait"})
package ink.dreamnet.halo.report;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
