@NullMarked
package ink.dreamnet.halo.weakpoint;

import org.jspecify.annotations.NullMarked;
