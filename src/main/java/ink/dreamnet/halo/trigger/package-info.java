/// What makes HALO run: the durable queue of requests for a cycle, and the triggers that put requests into it.
/// Uses `core` and `audit`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "audit"})
package ink.dreamnet.halo.trigger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
