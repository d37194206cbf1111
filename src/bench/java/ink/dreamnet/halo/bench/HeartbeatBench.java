package ink.dreamnet.halo.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.support.TestDatabase;

/// What heartbeats cost: starts the real service in a process of its own with an H2 file database, registers a fleet, and
/// sends heartbeats over HTTP. CPU and memory are those of the service's process alone.
public final class HeartbeatBench {

    private static final int AGENTS = 17_000;
    private static final int PERIOD_S = 30;
    private static final int BATCH = 1000;
    private static final Pattern ANALYSIS = Pattern.compile("\"agent-health\"[^}]*?\"durationMs\":(\\d+)");
    private static final Duration NO_PACE = Duration.ZERO;

    private final Service service;
    private final int seconds;

    private HeartbeatBench(Service service, int seconds) {
        this.service = service;
        this.seconds = seconds;
    }

    /// Runs all of it and prints a table in Markdown.
    ///
    /// @param args how many seconds each paced load lasts, by default 30; `postgres` for a PostgreSQL of its own
    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("halo-bench");
        List<String> given = List.of(args);
        String url = given.contains("postgres") ? TestDatabase.newPostgresUrl() : Service.h2(directory);
        try (Service service = Service.start(directory, url, Service.jvm("256m"))) {
            new HeartbeatBench(service, given.stream().filter(arg -> arg.matches("\\d+")).mapToInt(Integer::parseInt)
                    .findFirst().orElse(30)).run();
        }
    }

    private void run() throws Exception {
        System.out.printf("%d agents, a heartbeat every %d s, load average before: %s%n%n", AGENTS, PERIOD_S,
                Files.readString(Path.of("/proc/loadavg")).strip());
        System.out.println("| load | /s | cores used by the service | CPU ms each | p50 ms | p99 ms | max ms | commits/s | RSS MiB |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        double rate = (double) AGENTS / PERIOD_S;
        load("register", 16, AGENTS, NO_PACE, i -> request("PUT", "/api/halo/agents/agent-" + i,
                "{\"role\":\"DreamOps\",\"squad\":\"squad-" + i % 100 + "\"}"));
        LongFunction<byte[]> single = i -> request("POST", "/api/halo/agents/agent-" + i % AGENTS + "/heartbeat", "");
        load("warm-up", 64, (long) (rate * 20), Duration.ofSeconds(20), single);
        idle();
        load("single heartbeats, paced", 64, (long) (rate * seconds), Duration.ofSeconds(seconds), single);
        load("batches of " + BATCH + ", paced", 2, (long) (rate * seconds / BATCH), Duration.ofSeconds(seconds),
                HeartbeatBench::batch);
        load("single heartbeats, as fast as it goes, 64 connections", 64, 60_000, NO_PACE, single);
        load("single heartbeats, as fast as it goes, 256 connections", 256, 100_000, NO_PACE, single);
        load("batches of " + BATCH + ", as fast as it goes", 4, 300, NO_PACE, HeartbeatBench::batch);
        for (int i = 1; i <= 3; i++) {
            System.out.printf("%nanalysis of all agents, run %d: %s ms", i, analysisMs());
        }
        System.out.println();
    }

    private String analysisMs() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String cycle = client.send(HttpRequest
                    .newBuilder(URI.create(service.url() + "/api/halo/run"))
                    .POST(HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.ofString()).body();
            Matcher duration = ANALYSIS.matcher(cycle);
            return duration.find() ? duration.group(1) : "no answer: " + cycle;
        }
    }

    private static byte[] batch(long i) {
        StringBuilder body = new StringBuilder("{\"heartbeats\":[");
        for (int k = 0; k < BATCH; k++) {
            body.append(k == 0 ? "" : ",").append("{\"agent\":\"agent-").append((i * BATCH + k) % AGENTS).append("\"}");
        }
        return request("POST", "/api/halo/agents/heartbeats", body.append("]}").toString());
    }

    private static byte[] request(String method, String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String type = bytes.length == 0 ? "" : "Content-Type: application/json\r\n";
        return ("%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%sContent-Length: %d\r\n\r\n%s".formatted(method, path, type,
                bytes.length, body)).getBytes(StandardCharsets.UTF_8);
    }

    private void idle() throws Exception {
        Duration before = service.cpu();
        TimeUnit.SECONDS.sleep(10);
        System.out.printf("| idle | 0 | %.3f | | | | | | %d |%n", service.cpu().minus(before).toMillis() / 10_000.0, service.rssMiB());
    }

    private void load(String name, int connections, long requests, Duration over, LongFunction<byte[]> request)
            throws Exception {
        AtomicLong next = new AtomicLong();
        long[] nanos = new long[Math.toIntExact(requests)];
        double commitsBefore = commits();
        Duration cpuBefore = service.cpu();
        long begin = System.nanoTime();
        List<Future<?>> senders = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int c = 0; c < connections; c++) {
                senders.add(threads.submit(() -> {
                    send(next, begin, over, request, nanos);
                    return null;
                }));
            }
            for (Future<?> sender : senders) {
                sender.get();
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        double cores = service.cpu().minus(cpuBefore).toMillis() / 1000.0 / seconds;
        Arrays.sort(nanos);
        System.out.printf("| %s | %.0f | %.3f | %.3f | %.1f | %.1f | %.1f | %.0f | %d |%n", name, requests / seconds, cores,
                1000 * cores * seconds / requests, nanos[nanos.length / 2] / 1e6, nanos[(int) (nanos.length * 0.99)] / 1e6, nanos[nanos.length - 1] / 1e6,
                (commits() - commitsBefore) / seconds, service.rssMiB());
    }

    /// Takes the next request when its time has come, so that a slow answer delays nobody else's. Connections are kept alive
    /// for as long as the service does.
    private void send(AtomicLong next, long begin, Duration over, LongFunction<byte[]> request, long[] nanos)
            throws Exception {
        long i = next.getAndIncrement();
        while (i < nanos.length) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
                socket.setTcpNoDelay(true);
                OutputStream out = socket.getOutputStream();
                InputStream in = new BufferedInputStream(socket.getInputStream());
                for (boolean open = true; open && i < nanos.length; i = next.getAndIncrement()) {
                    long due = begin + over.toNanos() / nanos.length * i;
                    byte[] bytes = request.apply(i);
                    TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                    long sent = over.isZero() ? System.nanoTime() : due;
                    out.write(bytes);
                    Answer answer = answer(in);
                    if (answer.status() != 200 && answer.status() != 201) {
                        throw new IllegalStateException("request " + i + " was answered with " + answer.status());
                    }
                    nanos[Math.toIntExact(i)] = System.nanoTime() - sent;
                    open = answer.open();
                }
            }
        }
    }

    private record Answer(int status, boolean open) {
    }

    private static Answer answer(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).split(" ")[1]);
        long length = -1;
        boolean chunked = false;
        boolean open = true;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            }
            open &= !lower.equals("connection: close");
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        if (chunked) {
            for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
                in.skipNBytes(size + 2L);
            }
            line(in);
        } else if (length > 0) {
            in.skipNBytes(length);
        }
        return new Answer(status, open);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection was closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private double commits() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String metrics = client.send(HttpRequest
                    .newBuilder(URI.create(service.url() + "/actuator/prometheus")).build(),
                    BodyHandlers.ofString()).body();
            Optional<String> count = metrics.lines()
                    .filter(line -> line.startsWith("halo_heartbeats_commit_seconds_count")).findFirst();
            return count.map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).orElse(0.0);
        }
    }

}
