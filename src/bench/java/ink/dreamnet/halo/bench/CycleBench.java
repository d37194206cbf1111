package ink.dreamnet.halo.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import ink.dreamnet.halo.support.FleetServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a whole cycle costs: the real service in a process of its own watches thousands of endpoints of one nginx that stand in its
/// file, of which a tenth fail (a closed port, status 500, a wrong body), and is asked for one cycle after the other. Its JVM has the
/// flags of the image.
public final class CycleBench {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> STAGES = List.of("plan", "analyze", "detect", "settle", "verify", "generate",
            "propose", "dispatch", "record");
    /// What goes on after a cycle (states, events, learning) counts so long.
    private static final Duration AFTERWARDS = Duration.ofSeconds(3);
    private static final int FAILING_OF = 10;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Service service;
    private final BenchDatabase database;

    private CycleBench(Service service, BenchDatabase database) {
        this.service = service;
        this.database = database;
    }

    /// Runs it and prints a table in Markdown.
    ///
    /// @param args how many endpoints (10,000) and cycles (8); then, in any order, `postgres` for a PostgreSQL of its own, `new` for
    ///        new connections, and options of the service's JVM
    public static void main(String[] args) throws Exception {
        int endpoints = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        int cycles = args.length > 1 ? Integer.parseInt(args[1]) : 8;
        List<String> options = List.of(args).subList(Math.min(2, args.length), args.length);
        Path directory = Files.createTempDirectory("halo-bench");
        List<String> jvm = new ArrayList<>(Service.jvm("512m"));
        options.stream().filter(option -> option.startsWith("-")).forEach(jvm::add);
        try (Nginx nginx = Nginx.start();
                BenchDatabase database = BenchDatabase.of(options.contains("postgres"), directory)) {
            watch(directory, endpoints, nginx);
            try (Service service = Service.start(directory, database.url(), jvm, "--halo.plan.adaptive=off",
                    "--halo.endpoint.keep-alive=" + !options.contains("new"))) {
                new CycleBench(service, database).run(cycles, endpoints + 2 * (endpoints / FAILING_OF));
            }
        }
        System.exit(0);
    }

    private static void watch(Path directory, int endpoints, Nginx nginx) throws IOException {
        StringBuilder file = new StringBuilder("halo:\n  endpoints:\n");
        String closed = "http://127.0.0.1:" + FleetServer.closedPort();
        List<String> failing = List.of(closed, nginx.url() + "/broken", nginx.url() + "/wrong");
        for (int i = 0; i < endpoints; i++) {
            String base = i % FAILING_OF == 0 ? failing.get(i / FAILING_OF % failing.size()) : nginx.url();
            file.append("    - {id: e%d, url: '%s/%d', conditions: ['[STATUS] == 200', '[BODY].status == UP']}%n"
                    .formatted(i, base, i));
        }
        Files.writeString(directory.resolve("application.yml"), file);
    }

    private void run(int cycles, int probes) throws Exception {
        System.out.printf("%,d probes a cycle, load average before: %s%n%n| cycle | wall ms | recorded ms | CPU ms "
                + "| CPU ms afterwards | CPU ms a probe, all in all | CPU ms of the database | %s ms | weak points |%n|%s%n", probes,
                Files.readString(Path.of("/proc/loadavg")).strip(), String.join(" / ", STAGES), "---|".repeat(9));
        Map<String, Double> before = stages();
        for (int cycle = 1; cycle <= cycles; cycle++) {
            long cpu = service.cpu().toMillis();
            long databaseCpu = database.cpu().toMillis();
            long begin = System.nanoTime();
            JsonNode answer = JSON.readTree(send("POST", "/api/halo/run", "{}"));
            long wall = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            long spent = service.cpu().toMillis() - cpu;
            Thread.sleep(AFTERWARDS.toMillis());
            long later = service.cpu().toMillis() - cpu - spent;
            Map<String, Double> now = stages();
            List<String> took = new ArrayList<>();
            for (String stage : STAGES) {
                took.add(String.valueOf(Math.round(
                        1_000 * (now.getOrDefault(stage, 0.0) - before.getOrDefault(stage, 0.0)))));
            }
            before = now;
            System.out.printf(Locale.ROOT, "| %d | %d | %d | %d | %d | %.3f | %d | %s | %d |%n", cycle, wall,
                    answer.path("cycle").path("durationMs").asLong(), spent, later,
                    (double) (spent + later) / probes, database.cpu().toMillis() - databaseCpu, String.join(" / ", took), answer.path("cycle").path("weakPoints").size());
        }
        System.out.printf("%nload average after: %s%n", Files.readString(Path.of("/proc/loadavg")).strip());
    }

    /// @return the seconds that each stage has taken so far
    private Map<String, Double> stages() throws Exception {
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (String line : send("GET", "/actuator/prometheus", "").split("\n")) {
            for (String stage : STAGES) {
                if (line.startsWith("halo_cycle_%s_seconds_sum".formatted(stage))) {
                    seconds.merge(stage, Double.parseDouble(line.substring(line.lastIndexOf(' '))), Double::sum);
                }
            }
        }
        return seconds;
    }

    private String send(String method, String path, String body) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(service.url() + path))
                .header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString()).body();
    }

}
