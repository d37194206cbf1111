/// How a short message is posted to an address: the sender, circuit breakers and signatures. They serve other rooms too
/// (`task :: channel`).
@NullMarked
@NamedInterface("channel")
package ink.dreamnet.halo.task.channel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
