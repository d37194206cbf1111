/// What is wrong, since when and how sure: turns the issues of one cycle into weak points that live across cycles.
/// Uses `core`, `audit` and `analysis`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "audit", "analysis"})
package ink.dreamnet.halo.weakpoint;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
