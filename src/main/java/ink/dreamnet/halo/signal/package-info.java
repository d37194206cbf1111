/// Counts of requests and errors: taking them in by the API and by scraping, keeping them in windows, and the triggers
/// `request-volume`, `error-rate` and `error-budget` that go by them. Uses `core`, `trigger` and `http`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "trigger", "http"})
package ink.dreamnet.halo.signal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
