/// Benchmark of the patterns on histories of public status pages. `docs/resonance.md` says how to run it.
@NullMarked
package ink.dreamnet.halo.resonance.pattern;

import org.jspecify.annotations.NullMarked;
