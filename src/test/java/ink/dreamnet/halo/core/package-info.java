@NullMarked
package ink.dreamnet.halo.core;

import org.jspecify.annotations.NullMarked;
