/// Subjects that fall together.
@NullMarked
package ink.dreamnet.halo.resonance.group;

import org.jspecify.annotations.NullMarked;
