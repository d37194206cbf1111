package ink.dreamnet.halo.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/// HALO as a process of its own, as an operator runs it, so that a test can kill it.
public final class HaloProcess implements AutoCloseable {

    private final Process process;
    private final Api api;

    private HaloProcess(Process process, Api api) {
        this.process = process;
        this.api = api;
    }

    /// Starts HALO and waits until it answers.
    ///
    /// @param directory its working directory; its log goes to `halo.log` there
    /// @param port where it listens
    /// @param arguments Spring Boot's command line properties
    public static HaloProcess start(Path directory, int port, String... arguments) {
        return start(directory, port, HaloImage.command(), arguments);
    }

    /// @param program the command that starts it, to which its arguments are added
    public static HaloProcess start(Path directory, int port, List<String> program, String... arguments) {
        List<String> command = new ArrayList<>(program);
        command.add("--server.port=" + port);
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).directory(directory.toFile())
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect
                            .appendTo(Files.createDirectories(directory).resolve("halo.log").toFile()))
                    .start();
            HaloProcess halo = new HaloProcess(process, new Api("http://127.0.0.1:" + port));
            halo.awaitAnswer(directory);
            return halo;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// A port that is free now, for a process that is started on it more than once.
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void awaitAnswer(Path directory) {
        Awaitility.await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(100)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        "HALO ended with %d; see %s".formatted(process.exitValue(), directory.resolve("halo.log")));
            }
            return answers();
        });
    }

    private boolean answers() {
        try {
            return api.get("/actuator/health/readiness").status() == 200;
        } catch (IllegalStateException refused) {
            return false;
        }
    }

    /// @return a client of it
    public Api api() {
        return api;
    }

    /// Ends it without any warning (SIGKILL) and waits until it is gone.
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(1, TimeUnit.MINUTES);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Tells it to end (SIGTERM).
    ///
    /// @return whether it has ended within that time
    public boolean terminate(Duration within) throws InterruptedException {
        process.destroy();
        return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        kill();
    }
}
