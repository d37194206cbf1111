/// Git repositories: which ones HALO watches, how it gets them, and whether their content holds together. A repository is
/// judged as its HEAD commit says, never by running what is in it (an operator's own checks are the exception, and off).
/// Uses `core`, `audit`, `analysis`, `weakpoint`, `subject`, `strategy`, `task`, `registry`, `http` for references to secrets, and `code`
/// for the checks of its files.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: files", "core :: secret", "audit", "analysis", "weakpoint",
        "subject",
        "strategy", "task",
        "registry",
        "registry :: fleet", "http", "code", "code :: aliases"})
package ink.dreamnet.halo.repo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
