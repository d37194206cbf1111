/// What is normal for a series of counts: its level, its rhythm and its noise, learned sample by sample, and the backtest
/// that shows what would have fired. Uses `core`, `trigger` and `signal`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "trigger", "signal"})
package ink.dreamnet.halo.adaptive;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
