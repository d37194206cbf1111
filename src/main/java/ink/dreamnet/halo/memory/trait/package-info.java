/// Traits of everything that is watched or repairs, 0 to 1, each with its evidence. The record is what happened to a subject over
/// time ([Span]) and what became of handed-over tasks; traits are derived from it and can be derived anew.
@NullMarked
@NamedInterface("trait")
package ink.dreamnet.halo.memory.trait;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
