/// How many proposals of recorded storms are held back.
@NullMarked
package ink.dreamnet.halo.resonance.hold;

import org.jspecify.annotations.NullMarked;
