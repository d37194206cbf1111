/// Memory DNA in the form in which DreamNet's own clients read it.
@NullMarked
package ink.dreamnet.halo.memory.dna;

import org.jspecify.annotations.NullMarked;
