/// Which repairs wait for what becomes of another one, because their subjects fell together.
@NullMarked
package ink.dreamnet.halo.resonance.hold;

import org.jspecify.annotations.NullMarked;
