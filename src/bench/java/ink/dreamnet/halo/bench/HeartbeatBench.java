package ink.dreamnet.halo.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What heartbeats cost: starts the real service in a process of its own with an H2 file database, registers a fleet, and
/// sends heartbeats over HTTP. CPU and memory are those of the service's process alone.
public final class HeartbeatBench {

    private static final int AGENTS = 17_000;
    private static final int PERIOD_S = 30;
    private static final int BATCH = 1000;
    private static final Pattern ANALYSIS = Pattern.compile("\"agent-health\"[^}]*?\"durationMs\":(\\d+)");
    private static final int FIRST_S = 60;
    private static final int UNBOUNDED_S = 600;

    private final Service service;
    private final BenchDatabase database;
    private final int seconds;

    private HeartbeatBench(Service service, BenchDatabase database, int seconds) {
        this.service = service;
        this.database = database;
        this.seconds = seconds;
    }

    /// Runs all of it and prints a table in Markdown.
    ///
    /// @param args how many seconds each load lasts after the first minute, by default 30; `postgres` for a PostgreSQL of its own;
    ///        properties of the service (`--halo.…`)
    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("halo-bench");
        List<String> given = List.of(args);
        try (BenchDatabase database = BenchDatabase.of(given.contains("postgres"), directory);
                Service service = Service.start(directory, database.url(), Service.jvm("256m"),
                        given.stream().filter(arg -> arg.startsWith("--")).toArray(String[]::new))) {
            new HeartbeatBench(service, database, given.stream().filter(arg -> arg.matches("\\d+"))
                    .mapToInt(Integer::parseInt).findFirst().orElse(30)).run();
        }
    }

    private void run() throws Exception {
        System.out.printf("%d agents, a heartbeat every %d s, load average before: %s%n%n", AGENTS, PERIOD_S, loadAverage());
        System.out.println("| load | connections | /s | CPU ms each: service | client | database | p50 ms | p99 ms | max ms "
                + "| commits/s | RSS MiB | load average |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
        double rate = (double) AGENTS / PERIOD_S;
        ByteBuffer[] single = LoadClient.requests(AGENTS, i -> new String[]{
                "POST", "/api/halo/agents/agent-" + i + "/heartbeat", ""});
        ByteBuffer[] batches = LoadClient.requests(AGENTS / BATCH, HeartbeatBench::batch);
        load("register", 16, LoadClient.requests(AGENTS, i -> new String[]{"PUT", "/api/halo/agents/agent-" + i,
                "{\"role\":\"DreamOps\",\"squad\":\"squad-" + i % 100 + "\"}"}), 0, AGENTS, UNBOUNDED_S);
        load("single, as fast as it goes, the first minute", 64, single, 0, Integer.MAX_VALUE, FIRST_S);
        idle();
        load("single, paced", 64, single, rate, Integer.MAX_VALUE, seconds);
        load("batches of " + BATCH + ", paced", 2, batches, rate / BATCH, Integer.MAX_VALUE, seconds);
        for (int connections : new int[]{64, 256, 512}) {
            load("single, as fast as it goes", connections, single, 0, Integer.MAX_VALUE, seconds);
        }
        load("batches of " + BATCH + ", as fast as it goes", 4, batches, 0, Integer.MAX_VALUE, seconds);
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

    private static String[] batch(int i) {
        String body = IntStream.range(i * BATCH, (i + 1) * BATCH).mapToObj("{\"agent\":\"agent-%d\"}"::formatted)
                .collect(Collectors.joining(",", "{\"heartbeats\":[", "]}"));
        return new String[]{"POST", "/api/halo/agents/heartbeats", body};
    }

    private void idle() throws Exception {
        Duration before = service.cpu();
        TimeUnit.SECONDS.sleep(10);
        System.out.printf("| idle: %.3f cores |%n", service.cpu().minus(before).toMillis() / 10_000.0);
    }

    private void load(String name, int connections, ByteBuffer[] requests, double rate, int most, int seconds)
            throws Exception {
        double commitsBefore = commits();
        Duration serviceBefore = service.cpu();
        Duration clientBefore = ownCpu();
        Duration databaseBefore = database.cpu();
        LoadClient.Result result;
        try (LoadClient client = new LoadClient(service.port(), connections, requests, rate)) {
            result = client.send(most, seconds);
        }
        System.out.printf("| %s | %d | %.1f | %.3f | %.3f | %.3f | %.1f | %.1f | %.1f | %.0f | %d | %s |%n", name, connections,
                result.answers() / result.seconds(), each(service.cpu().minus(serviceBefore), result),
                each(ownCpu().minus(clientBefore), result), each(database.cpu().minus(databaseBefore), result),
                result.ms(0.5), result.ms(0.99), result.ms(1), (commits() - commitsBefore) / result.seconds(),
                service.rssMiB(), loadAverage());
    }

    private static double each(Duration cpu, LoadClient.Result result) {
        return (double) cpu.toMillis() / result.answers();
    }

    private static Duration ownCpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static String loadAverage() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
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
