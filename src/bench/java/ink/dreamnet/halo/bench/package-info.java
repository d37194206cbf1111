/// Benchmarks; `docs/benchmarks.md` says how to run them and what they gave.
@NullMarked
package ink.dreamnet.halo.bench;

import org.jspecify.annotations.NullMarked;
