/// The definitions of what HALO watches: those that configuration declares, and those that were put by the API and are
/// stored. Each kind of subject says in its own room what a definition looks like; how definitions are kept, changed,
/// audited and shared between replicas is the same for all. Uses `core`, `audit`, `http` and
/// `subject`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: encryption", "core :: files", "core :: masking", "audit",
        "http", "subject"})
package ink.dreamnet.halo.registry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
