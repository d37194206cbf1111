/// Tests of the registry: that what an earlier release stored is still there.
@NullMarked
package ink.dreamnet.halo.registry;

import org.jspecify.annotations.NullMarked;
