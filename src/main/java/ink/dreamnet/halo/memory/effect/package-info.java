/// What works: for each repair of each strategy, how often it helped, how often it did harm and by how much more heals with it
/// than without, derived from the ledger; and the advice that follows.
@NullMarked
@NamedInterface("effect")
package ink.dreamnet.halo.memory.effect;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
