/// Encrypts stored values that may carry secrets, where a key is configured.
@NullMarked
@NamedInterface("encryption")
package ink.dreamnet.halo.core.encryption;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
