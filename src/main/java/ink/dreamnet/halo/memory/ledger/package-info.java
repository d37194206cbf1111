/// The ledger of repairs: what was decided about each, what became of it, and what became of the weak point. All that HALO
/// has learned of repairs is derived from it.
@NullMarked
@NamedInterface("ledger")
package ink.dreamnet.halo.memory.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
