/// Benchmarks of the plan of the next cycle and of groups, on histories of public status pages. `docs/resonance.md` says how to run them.
@NullMarked
package ink.dreamnet.halo.resonance.plan;

import org.jspecify.annotations.NullMarked;
