/// Events, and what each set in motion.
@NullMarked
package ink.dreamnet.halo.console.event;

import org.jspecify.annotations.NullMarked;
