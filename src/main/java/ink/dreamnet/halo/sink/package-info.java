/// What goes out: the sinks to which events are delivered, in order, with retries, circuits and dead letters. Uses
/// `core`, `audit`, `event`, `weakpoint` for the state that an Alertmanager is sent again, `slack` for the messages that ask for an
/// approval, and `http`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: masking", "audit", "event", "weakpoint", "slack", "http"})
package ink.dreamnet.halo.sink;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
