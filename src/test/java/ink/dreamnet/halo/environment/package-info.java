/// Tests of the environments.
@NullMarked
package ink.dreamnet.halo.environment;

import org.jspecify.annotations.NullMarked;
