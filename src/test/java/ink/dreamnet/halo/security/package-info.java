/// Tests of the door.
@NullMarked
package ink.dreamnet.halo.security;

import org.jspecify.annotations.NullMarked;
