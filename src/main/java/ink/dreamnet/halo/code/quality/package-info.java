/// What is wrong with a file whatever it is for: it does not parse, carries a secret, a conflict marker or a dead link, or is
/// far too large. Each check is one class and leans to silence: what may be meant as it is, is not accused.
@NullMarked
package ink.dreamnet.halo.code.quality;

import org.jspecify.annotations.NullMarked;
