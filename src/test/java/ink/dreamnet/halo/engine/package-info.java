@NullMarked
package ink.dreamnet.halo.engine;

import org.jspecify.annotations.NullMarked;
