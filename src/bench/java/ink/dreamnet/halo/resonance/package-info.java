/// Benchmarks of the Resonance Engine.
@NullMarked
package ink.dreamnet.halo.resonance;

import org.jspecify.annotations.NullMarked;
