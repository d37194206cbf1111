/// Masks secrets in what is shown or sent.
@NullMarked
@NamedInterface("masking")
package ink.dreamnet.halo.core.masking;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
