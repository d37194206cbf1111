/// How everything that is watched, and the whole, evolves: a point a day.
@NullMarked
@NamedInterface("evolution")
package ink.dreamnet.halo.memory.evolution;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
