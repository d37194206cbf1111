/// The tasks of a history that is played, in memory (`task :: replay`).
@NullMarked
@NamedInterface("replay")
package ink.dreamnet.halo.task.replay;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
