package ink.dreamnet.halo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import ink.dreamnet.halo.support.LongHistory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// Databases with a long past below a directory. One that is there from a run before is not filled again.
final class PastDatabase implements AutoCloseable {

    private final Path directory;
    private final @Nullable EmbeddedPostgres postgres;

    private PastDatabase(Path directory, @Nullable EmbeddedPostgres postgres) {
        this.directory = directory;
        this.postgres = postgres;
    }

    static PastDatabase h2(Path directory) {
        return new PastDatabase(directory, null);
    }

    static PastDatabase postgres(Path directory) throws IOException {
        Files.createDirectories(directory.getParent());
        return new PastDatabase(directory, EmbeddedPostgres.builder().setDataDirectory(directory)
                .setCleanDataDirectory(false).setServerConfig("fsync", "off")
                .setServerConfig("max_wal_size", "512MB").setServerConfig("maintenance_work_mem", "256MB")
                .setServerConfig("autovacuum", "off").start());
    }

    /// @return the JDBC URL of a database with so many rows in each table that grows
    String url(int rows) throws Exception {
        String name = "past" + rows;
        boolean there;
        String url;
        if (postgres == null) {
            Path file = directory.resolve(name);
            there = Files.exists(Path.of(file + ".mv.db"));
            // an analyzer at its deadline is interrupted, which would close a file for everyone
            url = "jdbc:h2:async:" + file + ";DB_CLOSE_ON_EXIT=FALSE;CACHE_SIZE=262144";
        } else {
            try (var connection = postgres.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement();
                    var found = statement
                            .executeQuery("select 1 from pg_database where datname = '" + name + "'")) {
                there = found.next();
                if (!there) {
                    connection.createStatement().execute("create database " + name);
                }
            }
            url = postgres.getJdbcUrl("postgres", name);
        }
        if (!there) {
            long start = System.nanoTime();
            fill(url, rows);
            System.out.printf("%,d rows in each table after %d s%n", rows, (System.nanoTime() - start) / 1_000_000_000);
        }
        return url;
    }

    /// @return who may read the database at a URL, without a password
    static String user(String url) {
        return url.startsWith("jdbc:h2:") ? "sa" : "postgres";
    }

    private void fill(String url, int rows) {
        String user = user(url);
        Flyway.configure().dataSource(url, user, "")
                .locations("classpath:db/halo/common", "classpath:db/halo/" + (postgres == null ? "h2" : "postgresql"))
                .load().migrate();
        SingleConnectionDataSource source = new SingleConnectionDataSource(url, user, "", true);
        JdbcTemplate jdbc = new JdbcTemplate(source);
        if (postgres == null) {
            jdbc.execute("set referential_integrity false");
            LongHistory.fill(jdbc, 1, rows, "second");
            jdbc.execute("set referential_integrity true");
        } else {
            jdbc.execute("set session_replication_role = replica");
            jdbc.execute("set synchronous_commit = off");
            String indexed = "from pg_indexes where schemaname = 'public' and indexname not in (select conname from pg_constraint)";
            List<@Nullable String> definitions = jdbc.queryForList("select indexdef " + indexed, String.class);
            jdbc.queryForList("select indexname " + indexed, String.class)
                    .forEach(index -> jdbc.execute("drop index " + index));
            LongHistory.fill(jdbc, 1, rows, "second");
            definitions.forEach(index -> jdbc.execute(Objects.requireNonNull(index)));
            jdbc.execute("vacuum analyze");
        }
        source.destroy();
    }

    /// @return the CPU time in ns of the processes that serve a database; 0 where it is in this process
    long cpu(String url) throws IOException {
        if (postgres == null) {
            return 0;
        }
        String name = url.replaceAll(".*/(\\w+)\\?.*", " $1 ");
        long sum = 0;
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                try {
                    if (Files.readString(process.resolve("cmdline")).replace('\0', ' ').contains(name)) {
                        sum += Long.parseLong(Files.readString(process.resolve("schedstat")).split(" ")[0]);
                    }
                } catch (IOException gone) {
                    // a process that has ended
                }
            }
        }
        return sum;
    }

    @Override
    public void close() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }
}
