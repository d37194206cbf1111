package ink.dreamnet.halo.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import ink.dreamnet.halo.support.FleetServer;
import tools.jackson.databind.json.JsonMapper;

/// What open pages cost the loop: the real service in a process of its own (H2 file) with thousands of open weak points runs cycles
/// with and without watchers of the board in turns, and pages are asked for meanwhile. A watcher does what a browser does: it listens to `/live`
/// and asks for the bar and the page again when something has changed.
public final class ConsoleBench {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ROUNDS = 3;
    private static final int CYCLES = 3;
    /// Endpoints that change from cycle to cycle, so that there is something to tell.
    private static final int RESTLESS = 100;
    private static final int CALLS = 20;
    private static final int SENDERS = 32;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicLong fetched = new AtomicLong();
    private final AtomicLong fetchedBytes = new AtomicLong();
    private final Service service;

    private ConsoleBench(Service service) {
        this.service = service;
    }

    /// Runs it and prints tables in Markdown.
    ///
    /// @param args how many weak points (10,000), how many watchers (200), what they watch (`/`)
    public static void main(String[] args) throws Exception {
        int weak = args.length > 0 && args[0].matches("\\d+") ? Integer.parseInt(args[0]) : 10_000;
        int watchers = args.length > 1 ? Integer.parseInt(args[1]) : 200;
        String page = args.length > 2 ? args[2] : "/";
        Path directory = Files.createTempDirectory("halo-bench");
        try (FleetServer fleet = FleetServer.start(weak);
                Service service = Service.start(directory, Service.h2(directory), List.of("-Xmx700m"),
                        "--halo.plan.adaptive=off", "--halo.endpoint.confirmation-delay=0s",
                        "--halo.endpoint.per-host-bound=64")) {
            fleet.setAll(FleetServer.BROKEN);
            new ConsoleBench(service).run(fleet, watchers, page);
        }
        System.exit(0);
    }

    private void run(FleetServer fleet, int watchers, String page) throws Exception {
        long begin = System.nanoTime();
        register(fleet);
        System.out.printf("%,d endpoints registered after %d s%n", fleet.size(), TimeUnit.NANOSECONDS.toSeconds(
                System.nanoTime() - begin));
        System.out.printf("load average before: %s%n%n", Files.readString(Path.of("/proc/loadavg")).strip());
        System.out.printf("the first cycles: %d ms, %d ms%n", cycle(fleet, 0), cycle(fleet, 1));
        List<Long> alone = new ArrayList<>();
        List<Long> watched = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < CYCLES; i++) {
                alone.add(cycle(fleet, i));
            }
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Socket> open = new ArrayList<>();
                Semaphore joined = new Semaphore(0);
                for (int i = 0; i < watchers; i++) {
                    Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port());
                    open.add(socket);
                    threads.submit(() -> watch(socket, page, joined));
                }
                joined.acquire(watchers);
                for (int i = 0; i < CYCLES; i++) {
                    watched.add(cycle(fleet, i + CYCLES));
                }
                System.out.printf("round %d: alone %s, watched %s%n", round, alone, watched);
                if (round == ROUNDS - 1) {
                    firstBytes("while watched");
                }
                for (Socket socket : open) {
                    socket.close();
                }
            }
        }
        firstBytes("otherwise");
        System.out.printf("%n| cycles of %,d weak points | median | all |%n|---|---|---|%n", fleet.size());
        System.out.printf("| nobody watches | %d ms | %s |%n", median(alone), alone);
        System.out.printf("| %d watch `%s` | %d ms | %s |%n", watchers, page, median(watched), watched);
        System.out.printf("%npages asked for by watchers: %d, %d MiB; CPU of the service: %s; load average after: %s%n",
                fetched.get(), fetchedBytes.get() >> 20, service.cpu(),
                Files.readString(Path.of("/proc/loadavg")).strip());
    }

    private void register(FleetServer fleet) throws Exception {
        Semaphore room = new Semaphore(SENDERS);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < fleet.size(); i++) {
                int path = i;
                room.acquire();
                threads.submit(() -> {
                    try {
                        return send("PUT", "/api/halo/endpoints/e" + path, """
                                {"url":"%s","attempts":1,"labels":{"team":"t%d"}}""".formatted(fleet.url(path),
                                path % 50));
                    } finally {
                        room.release();
                    }
                });
            }
        }
    }

    /// @return how long the cycle took, as HALO recorded it
    private long cycle(FleetServer fleet, int number) throws Exception {
        for (int i = 0; i < RESTLESS; i++) {
            fleet.set(i, (i + number) % 2 == 0 ? FleetServer.BROKEN : FleetServer.UP);
        }
        return JSON.readTree(send("POST", "/api/halo/run", "{}")).path("cycle").path("durationMs").asLong();
    }

    /// As a browser: at most one request of each part is under way, and one more follows where something changed meanwhile.
    private Void watch(Socket socket, String page, Semaphore joined) throws Exception {
        socket.getOutputStream().write("GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(
                StandardCharsets.US_ASCII));
        BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(),
                StandardCharsets.UTF_8));
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("retry:")) {
                    joined.release();
                } else if (line.startsWith("event:")) {
                    while (lines.ready()) {
                        lines.readLine();
                    }
                    fetch("/bar");
                    fetch(page);
                }
            }
        } catch (IOException closed) {
            // the round is over
        }
        return null;
    }

    private void fetch(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(request(path).build(), BodyHandlers.ofByteArray());
        if (answer.statusCode() == 200) {
            fetched.incrementAndGet();
            fetchedBytes.addAndGet(answer.body().length);
        }
    }

    private void firstBytes(String when) throws Exception {
        System.out.printf("%n| %s | first byte, median | slowest | whole | KiB |%n|---|---|---|---|---|%n", when);
        for (String path : List.of("/", "/bar", "/problems", "/problems?severity=critical", "/approvals", "/tasks",
                "/subjects")) {
            List<Long> first = new ArrayList<>();
            List<Long> whole = new ArrayList<>();
            long bytes = 0;
            for (int i = 0; i < CALLS; i++) {
                long begin = System.nanoTime();
                HttpResponse<InputStream> answer = client.send(request(path).build(), BodyHandlers.ofInputStream());
                try (InputStream body = answer.body()) {
                    int one = body.read();
                    first.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
                    bytes = one < 0 ? 0 : body.readAllBytes().length;
                    whole.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
                }
                if (answer.statusCode() != 200) {
                    System.out.printf("%s answers %d%n", path, answer.statusCode());
                    break;
                }
            }
            System.out.printf("| `%s` | %d ms | %d ms | %d ms | %d |%n", path, median(first),
                    first.stream().mapToLong(Long::longValue).max().orElse(0), median(whole), bytes >> 10);
        }
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0L);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(service.url() + path)).timeout(Duration.ofMinutes(2));
    }

    private String send(String method, String path, String body) throws IOException, InterruptedException {
        return client.send(request(path).header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)).build(), BodyHandlers.ofString()).body();
    }

}
