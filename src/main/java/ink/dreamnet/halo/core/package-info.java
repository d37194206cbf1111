/// The shared kernel: severities, subjects, cycle modes and scopes, time-ordered ids, paging, and the errors that
/// every room may throw. It uses no other room.
@NullMarked
@ApplicationModule(allowedDependencies = {})
package ink.dreamnet.halo.core;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
