/// What was deployed, when and where: records reported deploys, detects some by itself, requests cycles afterwards, and finds
/// the deploy before a weak point.
/// Uses `core`, `audit`, `trigger`, `weakpoint`, `http`, `security` for the signatures of webhooks, and `repo` for the tags that it sees.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: masking", "audit", "trigger", "weakpoint", "http",
        "security", "repo"})
package ink.dreamnet.halo.deploy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
