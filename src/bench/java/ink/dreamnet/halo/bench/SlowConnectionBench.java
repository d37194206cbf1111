package ink.dreamnet.halo.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/// What connections with slow headers do to others: starts the real service in a process of its own with a small heap, opens
/// many connections that send a header one byte at a time, and measures how long a fast client waits for its answer.
public final class SlowConnectionBench {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final int port;
    private final List<SocketChannel> slow = new ArrayList<>();

    private SlowConnectionBench(int port) {
        this.port = port;
    }

    /// Runs it and prints a table in Markdown.
    ///
    /// @param args how many slow connections (10,000 by default) and how many seconds they last (60 by default); what follows
    ///        is handed to the service's JVM
    public static void main(String[] args) throws Exception {
        int connections = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 60;
        Path directory = Files.createTempDirectory("halo-bench");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
            port = free.getLocalPort();
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-XX:+UseSerialGC"));
        command.addAll(List.of(args).subList(Math.min(2, args.length), args.length));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "ink.dreamnet.halo.HaloApplication",
                "--server.port=" + port, "--server.address=127.0.0.1", "--halo.triggers.time.enabled=false",
                "--management.endpoints.web.exposure.include=health,metrics",
                "--spring.datasource.url=jdbc:h2:file:" + directory.resolve("halo")));
        Process service = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile()).start();
        System.out.printf("log: %s%n", directory.resolve("log"));
        try {
            new SlowConnectionBench(port).run(connections, seconds);
        } finally {
            service.destroy();
            if (!service.waitFor(30, TimeUnit.SECONDS)) {
                service.destroyForcibly();
            }
        }
    }

    private void run(int connections, int seconds) throws Exception {
        long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (answer("/actuator/health/liveness") == null && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        System.out.printf("load average before: %s%n%n", Files.readString(Path.of("/proc/loadavg")).strip());
        System.out.println("| s | slow connections open | fast client ms | heap |");
        System.out.println("|---|---|---|---|");
        row(0);
        long start = System.nanoTime();
        int opened = 0;
        for (int second = 1; second <= seconds; second++) {
            for (int i = 0; i < connections / 10 && opened < connections; i++, opened++) {
                open();
            }
            drip();
            row(second);
            long next = start + TimeUnit.SECONDS.toNanos(second) - System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(Math.max(0, next));
        }
        for (SocketChannel each : slow) {
            each.close();
        }
        slow.clear();
        for (int second = 1; second <= 10; second++) {
            row(seconds + second);
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private void open() {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.bind(new InetSocketAddress("127.0.0.2", 0));
            channel.socket().connect(new InetSocketAddress(LOOPBACK, port), 2000);
            channel.configureBlocking(false);
            channel.write(ByteBuffer.wrap("POST /api/halo/events HTTP/1.1\r\nHost: localhost\r\nX: "
                    .getBytes(StandardCharsets.US_ASCII)));
            slow.add(channel);
        } catch (IOException refused) {
            // it is not among those that are open
        }
    }

    private void drip() {
        ByteBuffer read = ByteBuffer.allocate(1024);
        slow.removeIf(channel -> {
            try {
                read.clear();
                if (channel.read(read) >= 0) {
                    channel.write(ByteBuffer.wrap(new byte[]{'x'}));
                    return false;
                }
                channel.close();
            } catch (IOException gone) {
                // closed by the service
            }
            return true;
        });
    }

    private void row(int second) {
        long begun = System.nanoTime();
        String health = answer("/actuator/health/liveness");
        long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        String heap = answer("/actuator/metrics/jvm.memory.used?tag=area:heap");
        System.out.printf("| %d | %d | %s | %s |%n", second, slow.size(), health == null ? "no answer in " + ms : ms,
                heap == null ? "?" : heap.replaceAll("(?s).*\"value\":([0-9.E]+).*", "$1"));
    }

    private @Nullable String answer(String path) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(LOOPBACK, port), (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.startsWith("HTTP/1.1 200") ? answer : null;
        } catch (IOException none) {
            return null;
        }
    }
}
