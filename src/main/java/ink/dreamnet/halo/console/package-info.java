/// The console: pages for people, at `/`. It shows what the other rooms know and changes things by their services only, as the API does;
/// nobody uses it. `layout` has what all pages share, `live` says to open pages that something has changed.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: masking", "audit", "security", "analysis", "weakpoint",
        "subject", "task",
        "task :: budget", "task :: approval",
        "task :: dispatch", "task :: verification", "cycle", "trigger", "engine", "sink", "signal", "event", "wormhole",
        "strategy", "memory :: trait",
        "memory :: effect", "memory :: evolution", "resonance", "resonance :: insight", "report"})
package ink.dreamnet.halo.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
