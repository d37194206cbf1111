import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.support.HaloProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/// The database of the replicas, which can be stopped and started again on its port. The judge asks it past the proxies.
final class Postgres implements AutoCloseable {

    final int port = HaloProcess.freePort();
    private final Path data;
    private EmbeddedPostgres server;
    private Connection connection;

    Postgres(Path work) {
        data = work.resolve("postgres");
    }

    void start() throws IOException {
        server = EmbeddedPostgres.builder().setPort(port).setDataDirectory(data).setCleanDataDirectory(false)
                .setServerConfig("max_connections", "200").setServerConfig("fsync", "off")
                // a crash of the server must not lose what it has committed
                .setServerConfig("synchronous_commit", "on")
                .setRegisterShutdownHook(false).start();
    }

    /// @param orderly false: without a word to its clients, and with a recovery at the next start, as where it crashed
    void stop(boolean orderly) throws IOException, InterruptedException {
        if (!orderly) {
            String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
            new ProcessBuilder("kill", "-QUIT", pid).inheritIO().start().waitFor();
        }
        server.close();
    }

    /// @return the rows of a query, each as its columns' texts
    synchronized List<List<String>> query(String sql) throws SQLException {
        try {
            if (connection == null || connection.isClosed()) {
                connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres&socketTimeout=30".formatted(port));
            }
            try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
                List<List<String>> all = new ArrayList<>();
                while (rows.next()) {
                    List<String> row = new ArrayList<>();
                    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                        row.add(rows.getString(column));
                    }
                    all.add(row);
                }
                return all;
            }
        } catch (SQLException failed) {
            if (connection != null) {
                connection.close();
            }
            throw failed;
        }
    }

    /// @return the first column of the only row, as a number
    long number(String sql) throws SQLException {
        return Long.parseLong(query(sql).getFirst().getFirst());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
