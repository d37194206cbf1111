/// A user's own analyzers and strategies, from jars in a folder beside the application. Uses `core`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core"})
package ink.dreamnet.halo.plugin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
