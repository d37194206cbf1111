package ink.dreamnet.halo.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import ink.dreamnet.halo.support.HaloProcess;

/// What listeners of the stream cost: starts the real service in a process of its own with an H2 file database, opens many
/// streams, lets endpoints of a closed port break, and counts what all of them hear. CPU and memory are those of the
/// service's process alone.
public final class StreamBench {

    private static final byte[] BEGIN = "data: ".getBytes(StandardCharsets.UTF_8);

    private final Service service;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Selector selector;
    private long heard;

    private StreamBench(Service service) throws IOException {
        this.service = service;
        this.selector = Selector.open();
    }

    /// Runs it and prints a table in Markdown.
    ///
    /// @param args how many listen (2,000), and how many endpoints break in each of five cycles (200)
    public static void main(String[] args) throws Exception {
        int listeners = args.length > 0 && args[0].matches("\\d+") ? Integer.parseInt(args[0]) : 2000;
        int endpoints = args.length > 1 ? Integer.parseInt(args[1]) : 200;
        Path directory = Files.createTempDirectory("halo-bench");
        try (Service service = Service.start(directory, Service.h2(directory), Service.jvm("512m"),
                "--halo.endpoint.confirmation-delay=0s")) {
            new StreamBench(service).run(listeners, endpoints);
        }
    }

    private int send(String method, String path, String body) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(service.url() + path))
                .header("Content-Type", "application/json").method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(), BodyHandlers.discarding()).statusCode();
    }

    private void run(int listeners, int endpoints) throws Exception {
        int closed = HaloProcess.freePort();
        for (int i = 0; i < endpoints; i++) {
            send("PUT", "/api/halo/endpoints/e" + i, "{\"url\":\"http://127.0.0.1:%d/\",\"attempts\":1}".formatted(
                    closed));
        }
        send("POST", "/api/halo/run", "{}");
        System.out.printf("load average before: %s%n%n", Files.readString(Path.of("/proc/loadavg")).strip());
        System.out.println("| step | seconds | cores used by the service | frames | frames/s | RSS MiB |");
        System.out.println("|---|---|---|---|---|---|");
        step("no listener, idle", 10, 0);
        long begin = System.nanoTime();
        for (int i = 0; i < listeners; i++) {
            listen();
        }
        System.out.printf("| %d listeners joined | %.1f | | | | %d |%n", listeners,
                (System.nanoTime() - begin) / 1e9, service.rssMiB());
        step(listeners + " listeners, idle", 20, 0);
        for (int cycle = 0; cycle < 5; cycle++) {
            // all weak points are gone with their endpoints, and there again with them
            for (int i = 0; i < endpoints; i++) {
                send(cycle % 2 == 0 ? "DELETE" : "PUT", "/api/halo/endpoints/e" + i, cycle % 2 == 0
                        ? ""
                        : "{\"url\":\"http://127.0.0.1:%d/\",\"attempts\":1}".formatted(closed));
            }
            Thread runner = Thread.ofVirtual().start(() -> {
                try {
                    send("POST", "/api/halo/run", "{}");
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            });
            step("cycle " + (cycle + 1), 30, (long) listeners * endpoints);
            runner.join();
        }
    }

    private void listen() throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), service.port()));
        channel.write(ByteBuffer.wrap("GET /api/halo/events/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    /// Reads for some seconds; at most until a second after nothing was heard any more, where something is expected.
    private void step(String name, int seconds, long expected) throws Exception {
        heard = 0;
        Duration before = service.cpu();
        long begin = System.nanoTime();
        long last = begin;
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
        while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(seconds)
                && (expected == 0 || heard < expected || System.nanoTime() - last < TimeUnit.SECONDS.toNanos(2))) {
            selector.select(100);
            long had = heard;
            for (SelectionKey key : selector.selectedKeys()) {
                read((SocketChannel) key.channel(), buffer);
            }
            selector.selectedKeys().clear();
            if (heard != had) {
                last = System.nanoTime();
            }
        }
        double took = (Math.max(last, expected == 0 ? System.nanoTime() : last) - begin) / 1e9;
        System.out.printf("| %s | %.1f | %.2f | %d | %.0f | %d |%n", name, took,
                service.cpu().minus(before).toMillis() / 1000.0 / took, heard, heard / took, service.rssMiB());
    }

    /// A frame whose beginning is cut by the end of a read is not counted; that is one in some hundreds.
    private void read(SocketChannel channel, ByteBuffer buffer) throws IOException {
        buffer.clear();
        int count = channel.read(buffer);
        if (count < 0) {
            channel.close();
            return;
        }
        buffer.flip();
        int matched = 0;
        while (buffer.hasRemaining()) {
            byte next = buffer.get();
            matched = next == BEGIN[matched] ? matched + 1 : next == BEGIN[0] ? 1 : 0;
            if (matched == BEGIN.length) {
                heard++;
                matched = 0;
            }
        }
    }

}
