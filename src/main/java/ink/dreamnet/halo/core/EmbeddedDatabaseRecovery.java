package ink.dreamnet.halo.core;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import jakarta.annotation.PostConstruct;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Frees the jobs that an ended process holds, at once, where the database is an embedded H2 file: its lock says that no
/// other process can be alive. On PostgreSQL other replicas may be, so db-scheduler's missed heartbeats decide there.
@Component
@DependsOnDatabaseInitialization
class EmbeddedDatabaseRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabaseRecovery.class);

    private final DataSource dataSource;
    private final JdbcClient jdbc;

    EmbeddedDatabaseRecovery(DataSource dataSource, JdbcClient jdbc) {
        this.dataSource = dataSource;
        this.jdbc = jdbc;
    }

    @PostConstruct
    void freeJobs() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (EmbeddedUrl.of(connection.getMetaData().getURL()).isEmpty()) {
                return;
            }
        }
        int freed = jdbc
                .sql("""
                        update scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null, version = version + 1
                        where picked = true""")
                .update();
        if (freed > 0) {
            LOG.info("Freed {} jobs of a process that ended without saying so", freed);
        }
    }
}
