/// What is open at the same time, and where it likely began.
@NullMarked
package ink.dreamnet.halo.resonance.origin;

import org.jspecify.annotations.NullMarked;
