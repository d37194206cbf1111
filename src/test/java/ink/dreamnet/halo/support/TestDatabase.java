package ink.dreamnet.halo.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/// The databases of the tests: each application context gets one of its own, and a directory for its clones.
public final class TestDatabase {

    private static final Duration LAST_CONTEXT = Duration.ofSeconds(20);
    /// In the profile `thorough` what usually runs on one database runs once more on the other.
    private static final boolean SWAPPED = "swapped".equals(System.getProperty("halo.test.databases"));
    private static final List<ConfigurableApplicationContext> CONTEXTS = new CopyOnWriteArrayList<>();

    private TestDatabase() {
    }

    /// @return the JDBC URL of a new, empty H2 database in memory
    public static String newH2Url() {
        return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000";
    }

    public static boolean isH2(JdbcTemplate jdbc) {
        return Boolean.TRUE.equals(jdbc.execute((ConnectionCallback<Boolean>) connection -> connection.getMetaData()
                .getDatabaseProductName().equals("H2")));
    }

    /// @return the JDBC URL (user included) of a new, empty PostgreSQL database in the embedded server
    public static String emptyPostgresUrl() {
        return Server.newDatabase("template1");
    }

    /// @return the JDBC URL (user included) of a new PostgreSQL database in the embedded server, with HALO's tables: a copy of
    ///     one that was migrated once
    public static String newPostgresUrl() {
        return Server.newDatabase(Server.MIGRATED);
    }

    /// Gives the context an H2 database.
    public static final class H2 implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            use(context, !SWAPPED);
        }
    }

    /// Gives the context a PostgreSQL database.
    public static final class Postgres implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            use(context, SWAPPED);
        }
    }

    private static void use(ConfigurableApplicationContext context, boolean h2) {
        DreamNet dreamNet = new DreamNet();
        context.getBeanFactory().registerSingleton(DreamNet.class.getName(), dreamNet);
        TestPropertyValues properties = TestPropertyValues
                .of("spring.datasource.url=" + (h2 ? newH2Url() : newPostgresUrl()),
                        // who shares it deletes what the others watch
                        "halo.repo.directory=./data/repositories-" + UUID.randomUUID())
                .and(dreamNet.properties());
        if (h2) {
            properties.applyTo(context);
        } else {
            CONTEXTS.add(context);
            // H2 reports a text column as a CLOB, which Hibernate's check takes for a mistake
            properties.and("spring.jpa.hibernate.ddl-auto=validate").applyTo(context);
        }
    }

    /// One PostgreSQL server for the whole run, started when the first test needs it. It ends after the last application
    /// context: one that closes without its database waits for a connection as long as it may.
    private static final class Server {

        private static final EmbeddedPostgres POSTGRES = start();
        static final String MIGRATED = migrate();

        static synchronized String newDatabase(String template) {
            String name = "halo_" + UUID.randomUUID().toString().replace("-", "");
            try (Connection connection = POSTGRES.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create database %s template %s".formatted(name, template));
                return POSTGRES.getJdbcUrl("postgres", name);
            } catch (SQLException refused) {
                throw new IllegalStateException(refused);
            }
        }

        private static String migrate() {
            String url = newDatabase("template1");
            Flyway.configure().dataSource(url, "postgres", "")
                    .locations("classpath:db/halo/common", "classpath:db/halo/postgresql").load().migrate();
            return url.replaceAll(".*/(\\w+)\\?.*", "$1");
        }

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder().setServerConfig("max_connections", "500")
                        .setServerConfig("fsync", "off").setRegisterShutdownHook(false).start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server), "halo-test-postgres"));
                return server;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        private static void close(EmbeddedPostgres server) {
            long patience = System.nanoTime() + LAST_CONTEXT.toNanos();
            while (CONTEXTS.stream().anyMatch(ConfigurableApplicationContext::isActive)
                    && System.nanoTime() < patience) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            try {
                server.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
