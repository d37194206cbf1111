/// What the tests share: the two databases, the settable clock, a client.
@NullMarked
package ink.dreamnet.halo.support;

import org.jspecify.annotations.NullMarked;
