/// Who may ask HALO for what: authentication in front of the API. Uses `core`, `audit` and `http` for signatures
/// and references to secrets.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: encryption", "core :: masking", "audit", "http"})
package ink.dreamnet.halo.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
