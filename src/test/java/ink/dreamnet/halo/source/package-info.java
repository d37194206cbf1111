/// Tests of pulling from other services.
@NullMarked
package ink.dreamnet.halo.source;

import org.jspecify.annotations.NullMarked;
