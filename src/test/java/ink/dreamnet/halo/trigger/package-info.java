/// Tests of the triggers.
@NullMarked
package ink.dreamnet.halo.trigger;

import org.jspecify.annotations.NullMarked;
