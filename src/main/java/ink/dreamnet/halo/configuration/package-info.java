/// What HALO is configured with: refuses names that it does not know. Uses `core`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core"})
package ink.dreamnet.halo.configuration;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
