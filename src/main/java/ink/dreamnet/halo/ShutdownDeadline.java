package ink.dreamnet.halo;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the process where its orderly shutdown takes too long: what does not end must not keep an operator, or whatever restarts
/// HALO, waiting. Nothing is lost by that, as nothing is by a power failure.
final class ShutdownDeadline {

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownDeadline.class);
    private static final Duration LONGEST = Duration.ofSeconds(25);
    /// As for a process that SIGTERM ended.
    private static final int STATUS = 143;

    private ShutdownDeadline() {
    }

    /// Begins to count when the process begins to shut down.
    static void arm() {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("halo-shutdown").unstarted(() -> Thread
                .ofPlatform().daemon().name("halo-shutdown-deadline").start(ShutdownDeadline::end)));
    }

    private static void end() {
        try {
            Thread.sleep(LONGEST);
        } catch (InterruptedException impossible) {
            Thread.currentThread().interrupt();
        }
        LOG.error("Not everything has ended {} s after the signal; the process ends now", LONGEST.toSeconds());
        Runtime.getRuntime().halt(STATUS);
    }
}
