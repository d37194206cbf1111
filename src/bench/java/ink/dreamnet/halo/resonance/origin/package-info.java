/// How well likely origins are named, and how many proposals of storms are held back, on recorded histories.
@NullMarked
package ink.dreamnet.halo.resonance.origin;

import org.jspecify.annotations.NullMarked;
