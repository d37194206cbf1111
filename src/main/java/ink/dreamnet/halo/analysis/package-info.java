/// The `Analyzer` SPI, what an analyzer reports, and the isolation in which each one runs.
/// Uses `core`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: masking"})
package ink.dreamnet.halo.analysis;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
