/// Events that HALO sends: what the other rooms tell becomes events in the transaction of the change, gets its place in the
/// order of all events once it is committed, and is brought to sinks and to whoever listens to the stream.
@NullMarked
package ink.dreamnet.halo.wormhole.out;

import org.jspecify.annotations.NullMarked;
