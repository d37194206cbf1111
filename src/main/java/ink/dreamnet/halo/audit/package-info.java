/// The append-only trail of who changed what, when and why. Rooms that change state for someone write to it in the
/// same transaction as the change; afterwards its entries are chained by hashes, so that a change of them is found. Uses `core` and `http`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: masking", "http"})
package ink.dreamnet.halo.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
