/// Pulling from other services, the same way for all rooms: bounded in time and size, repeated with backoff, and with a
/// memory of when a service last answered that survives a restart. Uses `core` and `http`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "http"})
package ink.dreamnet.halo.source;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
