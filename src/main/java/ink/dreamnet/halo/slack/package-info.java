/// Approving where operators talk: messages that ask for an approval with buttons, and what happens when one is pressed. Uses `core`,
/// `http`, `security` for Slack's signatures and for who is an operator, `task`, and `weakpoint` for what is wrong.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: masking", "audit", "http", "security", "task",
        "task :: approval", "weakpoint"})
package ink.dreamnet.halo.slack;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
