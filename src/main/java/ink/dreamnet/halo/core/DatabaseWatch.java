package ink.dreamnet.halo.core;

import java.sql.SQLException;

import org.springframework.stereotype.Component;

/// Asks the database every second whether it answers, and what time it has.
@Component
class DatabaseWatch extends BackgroundLoop {

    private final DatabaseTime time;
    private final DatabaseOutage outage;

    DatabaseWatch(DatabaseTime time, DatabaseOutage outage) {
        super("halo-database-watch", "The time of the database cannot be read");
        this.time = time;
        this.outage = outage;
    }

    @Override
    protected boolean step(boolean woken) {
        try {
            time.compare();
            outage.answered();
        } catch (SQLException away) {
            outage.failed(away);
        }
        return false;
    }
}
