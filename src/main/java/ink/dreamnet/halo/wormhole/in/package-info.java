/// Events that come in: how they are read, made durable and routed through wormholes, and the alerts of others that become
/// issues.
@NullMarked
package ink.dreamnet.halo.wormhole.in;

import org.jspecify.annotations.NullMarked;
