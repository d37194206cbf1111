/// Whom the next cycle looks at, and whom not yet.
@NullMarked
package ink.dreamnet.halo.resonance.plan;

import org.jspecify.annotations.NullMarked;
