/// Event Wormholes: the forms in which events come in, the rules that route them and the actions that they set in motion,
/// the alerts of others, and what HALO announces of itself. Uses `core`, `audit`, `registry`, `security`, `trigger`,
/// `signal`, `analysis`, `cycle`, `weakpoint`, `task`, `strategy`, `resonance`, `deploy`, `event`, `sink` and `http`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: encryption", "core :: masking", "audit", "registry",
        "registry :: source", "security", "trigger",
        "signal", "analysis",
        "cycle", "weakpoint", "task", "task :: budget", "task :: dispatch", "task :: verification", "strategy",
        "deploy", "event", "sink",
        "http", "resonance"})
package ink.dreamnet.halo.wormhole;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
