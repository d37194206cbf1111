/// The conventions of the API at its edge: problem details, limits, JSON. Uses `core`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: masking"})
package ink.dreamnet.halo.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
