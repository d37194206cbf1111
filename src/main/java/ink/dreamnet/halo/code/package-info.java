/// The checks of the files of a commit. A [FileCheck] sees one file at a time, so its facts hold for as long as
/// the file does; a [TreeCheck] compares several files. Uses `core`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: secret"})
package ink.dreamnet.halo.code;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
