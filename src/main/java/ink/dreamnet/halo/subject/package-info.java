/// The state of everything that is watched, whether something is wrong with it or not: what the last checks of each subject found, and
/// what its open weak points and those who suppress them make of it. Uses `core`, `analysis` and `weakpoint`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "analysis", "weakpoint"})
package ink.dreamnet.halo.subject;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
