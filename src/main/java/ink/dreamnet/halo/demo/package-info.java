/// A fleet to look at and to try HALO on: servers, agents, environments and repositories of its own that break and heal by a script
/// ([Demo]). It exists with the profile `demo` only, and reaches HALO by its API alone, as every fleet does. Uses `core`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: files"})
package ink.dreamnet.halo.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
