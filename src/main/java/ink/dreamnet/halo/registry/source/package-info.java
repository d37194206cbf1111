/// Pulling lists from other services, the same way for all rooms: bounded in time and size, repeated with backoff, and with
/// a memory of when a service last answered that survives a restart.
@NullMarked
@NamedInterface("source")
package ink.dreamnet.halo.registry.source;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
