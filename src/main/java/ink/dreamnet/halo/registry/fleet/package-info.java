/// What fleets of subjects have in common, whichever way their definitions came in: pulled lists beside registered
/// definitions, and the API that lists, shows, replaces and deletes them.
@NullMarked
@NamedInterface("fleet")
package ink.dreamnet.halo.registry.fleet;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
