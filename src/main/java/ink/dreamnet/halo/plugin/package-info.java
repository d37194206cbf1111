/// A user's own analyzers and strategies, from jars in a folder beside the application. It uses no other room.
@NullMarked
@ApplicationModule(allowedDependencies = {})
package ink.dreamnet.halo.plugin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
