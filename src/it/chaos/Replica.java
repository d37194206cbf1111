import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import ink.dreamnet.halo.support.HaloProcess;
import ink.dreamnet.halo.support.TcpProxy;

/// One HALO: the packaged jar as a process, behind a proxy of its own to the database.
final class Replica implements AutoCloseable {

    /// A start takes longer where other work shares the processors.
    private static final Duration START = Duration.ofMinutes(4);

    final String name;
    final TcpProxy proxy;
    private final int port = HaloProcess.freePort();
    private final Path directory;
    private final List<String> arguments;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    /// Null from the moment it is killed until it is started again.
    private volatile Process process;
    private volatile boolean ready;

    /// @param arguments Spring Boot's command line properties
    Replica(String name, Path work, int database, List<String> arguments) throws IOException {
        this.name = name;
        this.proxy = TcpProxy.before(database);
        this.directory = Files.createDirectories(work.resolve(name));
        this.arguments = arguments;
        setClock(Duration.ZERO);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    boolean ready() {
        return ready;
    }

    /// Starts it, and returns at once. [#ready] says when it answers.
    void start() throws IOException {
        Setup setup = Setup.PRESENT;
        List<String> command = new ArrayList<>(List.of("nice", "-n", "5", setup.java(), "-Xmx256m",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        if (setup.aotCache() != null) {
            command.add("-XX:AOTCache=" + setup.aotCache());
        }
        command.addAll(List.of("-jar", setup.jar(), "--server.port=" + port,
                "--spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres"
                        .formatted(proxy.port())));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("halo.log").toFile()));
        if (setup.clock() != null) {
            builder.environment().put("LD_PRELOAD", setup.clock());
            builder.environment().put("CHAOS_CLOCK", directory.resolve("clock").toString());
        }
        process = builder.start();
        Process started = process;
        Thread.ofVirtual().start(() -> watch(started));
    }

    private void watch(Process started) {
        long from = System.nanoTime();
        while (!ready && started.isAlive()) {
            if (answers()) {
                ready = process == started;
            } else if (System.nanoTime() - from > START.toNanos()) {
                Report.harness("replica %s did not answer within %d s of its start".formatted(name, START.toSeconds()));
                started.destroyForcibly();
            }
            Setup.pause(200);
        }
        try {
            int code = started.waitFor();
            if (process == started) {
                if (ready) {
                    ready = false;
                    Report.violation("replica %s ended by itself with code %d".formatted(name, code));
                } else {
                    // as where the database is away, and a supervisor starts it again
                    Report.startFailed();
                    Setup.pause(1_000);
                }
                start();
            }
        } catch (IOException | InterruptedException failed) {
            Report.harness("replica %s could not be started again: %s".formatted(name, failed));
        }
    }

    private boolean answers() {
        try {
            return client.send(HttpRequest.newBuilder(uri("/actuator/health/readiness")).timeout(Duration.ofSeconds(5))
                    .build(), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Ends it by SIGKILL.
    void kill() {
        Process killed = process;
        process = null;
        ready = false;
        killed.destroyForcibly();
        try {
            killed.waitFor(1, TimeUnit.MINUTES);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// @param signal `STOP` or `CONT`
    void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).inheritIO().start().waitFor();
    }

    /// Sets its clock so much ahead of the machine's.
    void setClock(Duration ahead) throws IOException {
        // in place, because the process has mapped the file
        try (FileChannel file = FileChannel.open(directory.resolve("clock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder())
                    .putInt((int) ahead.toSeconds()).flip());
        }
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            kill();
        }
        proxy.close();
    }
}
