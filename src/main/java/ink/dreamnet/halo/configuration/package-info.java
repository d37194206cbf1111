/// What HALO is configured with: refuses names that it does not know, and reads the files again while it runs. Each
/// room says itself what of its configuration can change ([ink.dreamnet.halo.core.Reloadable]). Uses `core` and `audit`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: files", "core :: masking", "audit"})
package ink.dreamnet.halo.configuration;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
