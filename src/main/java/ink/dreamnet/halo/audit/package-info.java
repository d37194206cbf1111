/// The append-only trail of who changed what, when and why. Rooms that change state for someone write to it in the
/// same transaction as the change. Uses `core`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core"})
package ink.dreamnet.halo.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
