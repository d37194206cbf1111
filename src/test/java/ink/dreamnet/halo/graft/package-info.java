/// Tests of the grafts.
@NullMarked
package ink.dreamnet.halo.graft;

import org.jspecify.annotations.NullMarked;
