/// The shared kernel: severities, subjects, cycle modes and scopes, time-ordered ids, paging, the errors that every room may throw, and
/// what holds for all rooms: which files may be read, what is masked where it is shown, what is encrypted where it is stored. It uses no
/// other room.
@NullMarked
@ApplicationModule(allowedDependencies = {})
package ink.dreamnet.halo.core;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
