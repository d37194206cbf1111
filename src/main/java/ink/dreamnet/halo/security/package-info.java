/// Who may ask HALO for what: the door in front of the API. Uses `core` and `audit`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "audit"})
package ink.dreamnet.halo.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
