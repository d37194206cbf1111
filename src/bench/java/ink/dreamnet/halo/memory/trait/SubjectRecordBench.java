package ink.dreamnet.halo.memory.trait;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.HaloApplication;
import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.Observations;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointState;
import ink.dreamnet.halo.weakpoint.WeakPointsDetected;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/// What the record of subjects costs a cycle: 100,000 agents that are looked at every five minutes, on an H2 database in a file or
/// on the one that `spring.datasource.url` names.
public final class SubjectRecordBench {

    private static final int AGENTS = 100_000;
    private static final String ANALYZER = "bench";

    private final ConfigurableApplicationContext context;
    private final TransactionTemplate transaction;
    private long atMs;

    private SubjectRecordBench(ConfigurableApplicationContext context) {
        this.context = context;
        this.transaction = context.getBean(TransactionTemplate.class);
        this.atMs = Clock.systemUTC().millis() - Duration.ofDays(30).toMillis();
    }

    /// Runs all of it and prints a table in Markdown.
    public static void main(String[] args) throws Exception {
        Path data = Files.createTempDirectory("halo-bench");
        String url = System.getProperty("spring.datasource.url",
                "jdbc:h2:async:" + data.resolve("halo") + ";WRITE_DELAY=0");
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(HaloApplication.class).run(
                "--spring.datasource.url=" + url, "--server.port=0", "--server.address=127.0.0.1",
                "--halo.triggers.time.enabled=false", "--management.tracing.export.enabled=false",
                "--logging.level.root=warn")) {
            new SubjectRecordBench(context).run();
        }
    }

    private void run() throws IOException, InterruptedException {
        System.out.println("| cycle of 100,000 agents | ms | rows of subjects written |\n|---|---|---|");
        measure("the first", 0, 0);
        measure("the first after a restart or of another replica", 0, 1);
        for (int i = 0; i < 5; i++) {
            measure("nothing changed", 0, 0);
        }
        measure("100 became weak", 100, 0);
        measure("100 healed", 0, 0);
        measure("1,000 became weak", 1000, 0);
        measure("1,000 healed", 0, 0);
        long started = System.nanoTime();
        context.getBean(Nightly.class).refresh();
        System.out.printf("| all traits once a night | %d | |%n", (System.nanoTime() - started) / 1_000_000);
        for (String path : List.of("/api/dna/agent", "/api/halo/memory?trait=reliability&below=0.9",
                "/api/halo/memory/agent/agent-1")) {
            for (int i = 0; i < 3; i++) {
                ask(path);
            }
        }
    }

    private void ask(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
        long started = System.nanoTime();
        int length = HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body()
                .length();
        System.out.printf("| `GET %s` (%,d bytes) | %d | |%n", path, length, (System.nanoTime() - started) / 1_000_000);
    }

    private void measure(String name, int weak, int forget) {
        JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
        if (forget > 0) {
            jdbc.update("update memory_version set version = version + 1");
        }
        atMs += Duration.ofMinutes(5).toMillis();
        WeakPointsDetected detected = detected(weak);
        long before = spans(jdbc);
        long started = System.nanoTime();
        transaction.executeWithoutResult(tx -> context.getBean(SubjectRecorder.class).record(detected));
        long ms = (System.nanoTime() - started) / 1_000_000;
        System.out.printf("| %s | %d | %d |%n", name, ms, spans(jdbc) - before);
    }

    private static long spans(JdbcTemplate jdbc) {
        return Objects.requireNonNull(jdbc.queryForObject("select count(*) from memory_span", Long.class));
    }

    private WeakPointsDetected detected(int weak) {
        AnalyzerResult.Builder result = AnalyzerResult.builder();
        List<WeakPoint> open = new ArrayList<>();
        Instant at = Instant.ofEpochMilli(atMs);
        for (int i = 0; i < AGENTS; i++) {
            SubjectRef agent = SubjectRef.parse("agent:agent-" + i);
            result.observed(agent);
            if (i < weak) {
                open.add(new WeakPoint(UUID.randomUUID(), ANALYZER, "agent.offline", agent, Severity.HIGH, "is offline",
                        WeakPointState.OPEN, at, at, 1, 0, false, null, null, List.of(), Map.of()));
            }
        }
        AnalyzerRun run = new AnalyzerRun(ANALYZER, AnalyzerStatus.COMPLETED, Duration.ZERO, result.build(), null);
        return new WeakPointsDetected(new Observations(UUID.randomUUID(), CycleMode.FULL, Scope.ALL, List.of(run)), at,
                open, List.of(), List.of());
    }
}
