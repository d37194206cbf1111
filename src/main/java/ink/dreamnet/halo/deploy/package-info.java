/// What was deployed, when and where: takes in reports of deploys, notices some by itself, makes HALO look afterwards, and
/// tells which deploy came before a weak point.
/// Uses `core`, `audit`, `trigger`, `weakpoint`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "audit", "trigger", "weakpoint"})
package ink.dreamnet.halo.deploy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
