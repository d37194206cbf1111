/// What makes a text a secret: the published forms of keys and tokens, and the names that values are given.
@NullMarked
@NamedInterface("secret")
package ink.dreamnet.halo.core.secret;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
