package ink.dreamnet.halo.core;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.stereotype.Component;

/// Creates or upgrades the tables at the start. A database whose migrations are not those of this version (one that an earlier
/// snapshot made) stays as it is, and the start stops with a message that says so.
@Component
class SchemaMigration implements FlywayMigrationStrategy {

    @Override
    public void migrate(Flyway flyway) {
        try {
            flyway.migrate();
        } catch (FlywayValidateException otherMigrations) {
            throw new StartRefusedException(
                    "The database was made by another snapshot of HALO, and this version cannot upgrade it: "
                            + "the migrations in its table flyway_schema_history are not the ones of this version.",
                    "Start with a new database. With the embedded one: stop HALO and delete (or move away) the directory ./data. "
                            + "With PostgreSQL: create an empty database and name it in SPRING_DATASOURCE_URL. "
                            + "To keep what the old one holds, run the snapshot that made it.",
                    otherMigrations);
        }
    }
}
