package ink.dreamnet.halo.endpoint.probe;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import ink.dreamnet.halo.http.Provenance;
import ink.dreamnet.halo.support.Networks;

import com.sun.management.OperatingSystemMXBean;

/// Probes 10,000 URLs of one nginx worker on this machine, cold and warm, with new and with kept connections.
/// `docs/benchmarks.md` has the command and the numbers.
public final class ProbeBenchmark {

    private static final int TARGETS = 10_000;
    private static final int ROUNDS = 12;
    private static final PrintStream OUT = System.out;

    private ProbeBenchmark() {
    }

    /// @param args `kept`, `new`, or nothing for both in a process each
    public static void main(String[] args) throws Exception {
        String mode = args.length == 0 ? "kept" : args[0];
        Path folder = Files.createTempDirectory("halo-bench");
        int port = freePort();
        Process nginx = nginx(folder, port);
        try {
            awaitListening(port);
            measure(mode.equals("kept"), port);
        } finally {
            nginx.destroy();
            nginx.waitFor();
        }
    }

    private static void measure(boolean keepAlive, int port) throws IOException {
        List<ProbeTarget> targets = IntStream.range(0, TARGETS).mapToObj(i -> target(i, port)).toList();
        ProbeOptions options = new ProbeOptions(256, Integer.getInteger("bench.perHost", 8), Duration.ofMillis(500),
                keepAlive, 65_536, "HALO/bench");
        Clock clock = Clock.systemUTC();
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        OUT.printf("%s, %d targets, %d per host at once, load %s%n", keepAlive ? "kept connections" : "new connections",
                TARGETS, options.perHostBound(), Files.readString(Path.of("/proc/loadavg")).strip());
        OUT.printf("%-6s %8s %16s %12s%n", "round", "wall s", "CPU s per 1,000", "not up");
        try (ProbeRunner runner = new ProbeRunner(options, Networks.LOCAL, clock)) {
            for (int round = 0; round < ROUNDS; round++) {
                long cpu = system.getProcessCpuTime();
                long started = System.nanoTime();
                List<ProbeResult> results = runner.probe(targets, clock.instant().plusSeconds(60));
                double wall = (System.nanoTime() - started) / 1e9;
                double spent = (system.getProcessCpuTime() - cpu) / 1e9 * 1_000 / TARGETS;
                long bad = TARGETS - results.stream().filter(r -> r.verdict() == Verdict.UP && r.attempts() == 1).count();
                OUT.printf("%-6s %8.2f %16.3f %12d%n", round == 0 ? "cold" : round, wall, spent, bad);
            }
        }
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream().filter(p -> p.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage).mapToLong(u -> u.getUsed()).sum();
        OUT.printf("peak heap %d MiB of %d MiB allowed%n", peak >> 20, Runtime.getRuntime().maxMemory() >> 20);
    }

    private static ProbeTarget target(int number, int port) {
        return new ProbeTarget("endpoint-" + number, URI.create("http://127.0.0.1:" + port + "/health/" + number), "GET",
                Map.of(), null, List.of(Condition.parse("[STATUS] == 200")), Duration.ofSeconds(2),
                Duration.ofSeconds(5), 3, true, null, false, null, null, Provenance.OTHERS);
    }

    private static Process nginx(Path folder, int port) throws IOException {
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events { worker_connections 4096; }
                http {
                  access_log off;
                  keepalive_requests 1000000;
                  client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                  server {
                    listen 127.0.0.1:%2$d backlog=4096;
                    location / { default_type application/json; return 200 '{"status":"UP"}'; }
                  }
                }
                """.formatted(folder, port));
        return new ProcessBuilder("nginx", "-c", configuration.toString(), "-p", folder.toString(), "-e",
                folder.resolve("error.log").toString()).inheritIO().start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitListening(int port) throws InterruptedException, IOException {
        for (int i = 0; i < 100; i++) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException _) {
                Thread.sleep(50);
            }
        }
        throw new IOException("nginx does not listen; is it installed?");
    }
}
