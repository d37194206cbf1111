package ink.dreamnet.halo.core;

import java.sql.SQLException;
import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Logs that the database is not reachable: one line when it begins and one when it ends, however many calls meet it.
@Component
public class DatabaseOutage {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseOutage.class);
    /// How long nothing must fail until it is over, so that a database that comes and goes does not fill the log.
    private static final long CALM_NANOS = Duration.ofSeconds(5).toNanos();

    private boolean away;
    private long since;
    private long lastFailure;
    private long lastAnswer;

    /// Notes a call that failed.
    public synchronized void failed(Throwable failure) {
        lastFailure = System.nanoTime();
        if (away) {
            LOG.debug("The database is still not reachable", failure);
            return;
        }
        away = true;
        since = lastFailure;
        LOG.warn("The database is not reachable; calls are answered with 503 until it is: {}", reason(failure));
        LOG.debug("The first failure", failure);
    }

    /// Notes that the database has answered.
    synchronized void answered() {
        long now = System.nanoTime();
        lastAnswer = now;
        if (away && now - lastFailure > CALM_NANOS) {
            away = false;
            LOG.info("The database is reachable again; it was not for {} s", Duration.ofNanos(now - since).toSeconds());
        }
    }

    /// @return whether it has not answered since a call failed, so that to ask it would most likely be to wait in vain. HALO
    ///         itself asks it once a second, so that this ends soon after it is back
    public synchronized boolean isUnanswered() {
        return away && lastFailure - lastAnswer > 0;
    }

    /// @return what the driver or the pool says
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; !(cause instanceof SQLException) && cause.getCause() != null && depth < 20; depth++) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).strip();
    }
}
