/// Every outgoing HTTP call but probes: bounded in time and size. Uses `core`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core"})
package ink.dreamnet.halo.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
