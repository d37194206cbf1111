@NullMarked
package ink.dreamnet.halo.audit;

import org.jspecify.annotations.NullMarked;
