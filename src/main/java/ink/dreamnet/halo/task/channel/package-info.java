/// How approved work reaches those who do it: the `DispatchChannel` SPI and the channels that push tasks over HTTP. Knows
/// nothing of approval; it is only ever handed what went through the gate. Its sender, circuits and signatures serve other
/// rooms too (`task :: channel`).
@NullMarked
@NamedInterface("channel")
package ink.dreamnet.halo.task.channel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
