/// Probes against real servers on the loopback address, well and badly behaved.
@NullMarked
package ink.dreamnet.halo.endpoint.probe;

import org.jspecify.annotations.NullMarked;
