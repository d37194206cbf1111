@NullMarked
package ink.dreamnet.halo.analysis;

import org.jspecify.annotations.NullMarked;
