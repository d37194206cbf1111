/// Tests of the room of the endpoints.
@NullMarked
package ink.dreamnet.halo.endpoint;

import org.jspecify.annotations.NullMarked;
