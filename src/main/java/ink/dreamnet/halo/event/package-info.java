/// The events: where they are kept, their order, their types and schemas, and the stream of them. Uses `core`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: encryption", "core :: masking"})
package ink.dreamnet.halo.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
