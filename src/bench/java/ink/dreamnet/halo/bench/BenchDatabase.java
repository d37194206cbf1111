package ink.dreamnet.halo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

/// A database whose commits are on the disk when they are answered, as an operator has it; those of the tests are not.
final class BenchDatabase implements AutoCloseable {

    private final String url;
    private final @Nullable EmbeddedPostgres postgres;

    private BenchDatabase(String url, @Nullable EmbeddedPostgres postgres) {
        this.url = url;
        this.postgres = postgres;
    }

    /// @param postgres whether it is a PostgreSQL of its own, or else H2
    /// @param directory where H2's file is
    static BenchDatabase of(boolean postgres, Path directory) throws IOException {
        if (!postgres) {
            return new BenchDatabase(Service.h2(directory), null);
        }
        EmbeddedPostgres server = EmbeddedPostgres.builder().setServerConfig("synchronous_commit", "on")
                .setServerConfig("fsync", "on").start();
        return new BenchDatabase(server.getJdbcUrl("postgres", "postgres"), server);
    }

    String url() {
        return url;
    }

    /// @return the CPU time that the processes of the server have used; zero where it is in HALO's
    Duration cpu() throws IOException {
        if (postgres == null) {
            return Duration.ZERO;
        }
        String server = "-p " + postgres.getPort();
        try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
            ProcessHandle main = processes.filter(process -> commandLine(process).contains(server)).findFirst().orElseThrow();
            return Stream.concat(Stream.of(main), main.children())
                    .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                    .reduce(Duration.ZERO, Duration::plus);
        }
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/%d/cmdline".formatted(process.pid()))).replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }
}
