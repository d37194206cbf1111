/// Event Wormholes: the events that come in and what they set in motion, and the events that HALO sends to others. This
/// package has what both halves share: the event and where events are kept.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "audit", "registry", "security", "trigger", "analysis", "cycle",
        "weakpoint", "task", "task :: channel", "strategy", "deploy"})
package ink.dreamnet.halo.wormhole;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
