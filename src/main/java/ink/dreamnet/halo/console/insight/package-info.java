/// Patterns across cycles.
@NullMarked
package ink.dreamnet.halo.console.insight;

import org.jspecify.annotations.NullMarked;
