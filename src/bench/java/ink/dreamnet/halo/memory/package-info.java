/// Benchmarks of Memory DNA: how right its statistics are, and what HALO learns in a simulated world. `docs/memory-benchmarks.md`
/// says how to run them and what came out.
@NullMarked
package ink.dreamnet.halo.memory;

import org.jspecify.annotations.NullMarked;
