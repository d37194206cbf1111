package ink.dreamnet.halo.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import ink.dreamnet.halo.support.HaloProcess;

/// HALO from the class path in a process of its own, so that what is measured is its alone. No cycle runs by itself.
final class Service implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Process process;
    private final int port;

    private Service(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// @return the JDBC URL of an H2 database in a directory, with the options of HALO's default
    static String h2(Path directory) {
        return "jdbc:h2:async:" + directory.resolve("halo") + ";WRITE_DELAY=0;LOCK_TIMEOUT=20000;DB_CLOSE_ON_EXIT=FALSE";
    }

    /// @param heap the most of it (`512m`)
    /// @return the options that the image's JVM has
    static List<String> jvm(String heap) {
        return List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders");
    }

    /// Starts it, and waits until it is ready.
    ///
    /// @param directory its working directory; its log goes to `log` there
    /// @param url of its database
    /// @param jvm options of its JVM
    /// @param properties Spring Boot's command line properties
    static Service start(Path directory, String url, List<String> jvm, String... properties) throws Exception {
        return start(directory, HaloProcess.freePort(), url, jvm, properties);
    }

    /// As [#start(Path, String, List, String...)], at a port.
    static Service start(Path directory, int port, String url, List<String> jvm, String... properties)
            throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "ink.dreamnet.halo.HaloApplication",
                "--server.port=" + port, "--server.address=127.0.0.1", "--halo.triggers.time.enabled=false",
                "--spring.datasource.url=" + url));
        command.addAll(List.of(properties));
        Path log = directory.resolve("log");
        Service service = new Service(new ProcessBuilder(command).directory(directory.toFile())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start(), port);
        if (!service.isReadyInTime()) {
            service.kill();
            throw new IllegalStateException("the service did not start; see " + log);
        }
        return service;
    }

    private boolean isReadyInTime() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest ready = HttpRequest.newBuilder(URI.create(url() + "/actuator/health/readiness")).build();
            while (process.isAlive() && System.nanoTime() < end) {
                try {
                    if (client.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                        return true;
                    }
                } catch (IOException notYet) {
                    // it starts
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        return false;
    }

    int port() {
        return port;
    }

    /// @return where it answers, without a final slash
    String url() {
        return "http://127.0.0.1:" + port;
    }

    /// @return the CPU time that it has used so far
    Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /// @return the memory that it uses; 0 where it has ended
    long rssMiB() throws IOException {
        Path status = Path.of("/proc/%d/status".formatted(process.pid()));
        return !Files.exists(status)
                ? 0
                : Files.readAllLines(status).stream().filter(line -> line.startsWith("VmRSS:")).findFirst()
                        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).orElse(0L);
    }

    /// Ends it as `kill -9` does.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
