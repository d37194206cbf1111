/// The Resonance Engine in the form in which DreamNet's own clients read it.
@NullMarked
package ink.dreamnet.halo.resonance.dreamnet;

import org.jspecify.annotations.NullMarked;
