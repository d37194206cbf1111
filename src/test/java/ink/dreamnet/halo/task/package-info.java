@NullMarked
package ink.dreamnet.halo.task;

import org.jspecify.annotations.NullMarked;
