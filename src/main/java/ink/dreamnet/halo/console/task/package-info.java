/// Tasks: what becomes of a repair.
@NullMarked
package ink.dreamnet.halo.console.task;

import org.jspecify.annotations.NullMarked;
