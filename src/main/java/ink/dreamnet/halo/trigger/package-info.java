/// What makes HALO run: the durable queue of requests for a cycle, the `Trigger` SPI with its gate (cool-down, the
/// operator's switch), and the triggers `time` and `manual`. Uses `core` and `audit`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: masking", "audit"})
package ink.dreamnet.halo.trigger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
