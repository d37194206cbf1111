/// Cycles: what HALO did, and when.
@NullMarked
package ink.dreamnet.halo.console.cycle;

import org.jspecify.annotations.NullMarked;
