/// What HALO has learned.
@NullMarked
package ink.dreamnet.halo.console.memory;

import org.jspecify.annotations.NullMarked;
