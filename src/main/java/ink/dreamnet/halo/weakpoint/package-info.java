/// Weak points: turns the issues of one cycle into weak points that are followed across cycles, with silences, inhibition
/// and flapping.
/// Uses `core`, `audit` and `analysis`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: masking", "audit", "analysis"})
package ink.dreamnet.halo.weakpoint;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
