package ink.dreamnet.halo.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import ink.dreamnet.halo.HaloApplication;
import ink.dreamnet.halo.support.LongHistory;
import ink.dreamnet.halo.support.TestDatabase;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/// Whether lists of the API become slower with what is kept: two services in this process, one with few rows in each table that grows and
/// one with many, are called in turns, so that whatever else the machine does is the same for both.
public final class ListBench {

    private static final int FEW = 1000;
    private static final int WARM = 100;
    private static final int CALLS = 200;

    private static final List<String> PATHS = List.of("/history?view=summary", "/history?view=summary&severity=medium",
            "/history?view=summary&trigger=deploy", "/history?view=summary&subject=endpoint:once",
            "/history?view=summary&subject=endpoint:often&mode=light", "/weakpoints", "/weakpoints?state=resolved",
            "/weakpoints?state=all&severity=medium", "/weakpoints?state=all&subject=endpoint:often", "/tasks",
            "/tasks?status=succeeded", "/tasks?status=dead-letter", "/audit", "/audit?subjectType=agent",
            "/audit?action=trigger.disabled", "/audit?actor=bob", "/audit?actor=halo&subjectType=agent",
            "/audit?subjectId=t-0",
            "/audit?actor=halo&since={day 1}T00:00:00Z&until={day 1}T00:00:10Z", "/events",
            "/events?type=test.rare", "/events?severity=critical", "/events?source=/once", "/events?source=/often",
            "/events?subject=endpoint:once", "/events?subject=endpoint:often&severity=critical",
            "/events?type=*.rare&since={day 1}T00:00:00Z&until={day 1}T00:00:10Z", "/deploys",
            "/deploys?service=once", "/deploys?version=latest&environment=test", "/silences", "/silences?state=expired",
            "/approvals/standing", "/strategies", "/triggers", "/analyzers", "/budgets", "/status",
            "/../../actuator/health");

    private final HttpClient client = HttpClient.newHttpClient();

    private ListBench() {
    }

    /// Runs it and prints a table in Markdown.
    ///
    /// @param args `h2` or `postgres`, how many rows are many (1,000,000), and what a call must contain to be measured
    public static void main(String[] args) throws Exception {
        boolean postgres = args.length > 0 && args[0].equals("postgres");
        int many = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        try (ConfigurableApplicationContext few = start(postgres);
                ConfigurableApplicationContext large = start(postgres)) {
            fill(few, FEW);
            fill(large, many);
            new ListBench().compare(few, large, many, args.length > 2 ? args[2] : "");
        }
        System.exit(0);
    }

    private static ConfigurableApplicationContext start(boolean postgres) throws Exception {
        Path directory = Files.createTempDirectory("halo-bench");
        String url = postgres
                ? TestDatabase.emptyPostgresUrl()
                : "jdbc:h2:file:" + directory.resolve("halo") + ";DB_CLOSE_ON_EXIT=FALSE;CACHE_SIZE=262144";
        return new SpringApplication(HaloApplication.class).run("--spring.config.location=optional:classpath:/", "--server.port=0", "--server.address=127.0.0.1",
                "--spring.jmx.enabled=false", "--halo.triggers.time.enabled=false", "--halo.wormhole.keep=400d",
                "--halo.triggers.deploy.keep=3660d", "--spring.datasource.url=" + url);
    }

    private static void fill(ConfigurableApplicationContext halo, int rows) {
        long start = System.nanoTime();
        LongHistory.fill(halo.getBean(JdbcTemplate.class), 1, rows, "second");
        System.out.printf("%,d rows in each table after %d s%n", rows, (System.nanoTime() - start) / 1_000_000_000);
    }

    private void compare(ConfigurableApplicationContext few, ConfigurableApplicationContext large, int many,
            String containing) throws Exception {
        System.out.printf("%n| call | p50 ms, %,d rows | %,d | p95 ms, %,d rows | %,d | ratio of p95 | of p50 |%n"
                + "|---|---|---|---|---|---|---|%n", FEW, many, FEW, many);
        for (String path : PATHS.stream().filter(path -> path.contains(containing)).toList()) {
            List<Double> small = new ArrayList<>();
            List<Double> big = new ArrayList<>();
            for (int i = 0; i < WARM + CALLS; i++) {
                double first = call(few, path);
                double second = call(large, path);
                if (i >= WARM) {
                    small.add(first);
                    big.add(second);
                }
            }
            System.out.printf("| `%s` | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |%n", path, at(small, 0.5), at(big, 0.5),
                    at(small, 0.95), at(big, 0.95), at(big, 0.95) / at(small, 0.95), at(big, 0.5) / at(small, 0.5));
        }
    }

    private double call(ConfigurableApplicationContext halo, String path) throws Exception {
        String port = Objects.requireNonNull(halo.getEnvironment().getProperty("local.server.port"));
        URI uri = URI.create("http://127.0.0.1:" + port + "/api/halo" + LongHistory.dated(path)).normalize();
        long start = System.nanoTime();
        HttpResponse<String> answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        double took = (System.nanoTime() - start) / 1e6;
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return took;
    }

    private static double at(List<Double> times, double share) {
        double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return Arrays.stream(sorted).skip((long) (sorted.length * share)).findFirst().orElseThrow();
    }
}
