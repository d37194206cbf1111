package ink.dreamnet.halo.subject;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.HaloApplication;
import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.Observations;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// What the states of subjects cost after a cycle, and to read: many agents that are checked every five minutes, on an H2 database in a file
/// or on the one that `spring.datasource.url` names.
public final class SubjectStateBench {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int CYCLES = 8;
    private static final int CALLS = 50;

    private final SubjectUpkeep upkeep;
    private final SubjectStates states;
    private long atMs = Clock.systemUTC().millis() - Duration.ofDays(30).toMillis();

    private SubjectStateBench(ConfigurableApplicationContext context) {
        context.getBean(SubjectLoop.class).stop();
        this.upkeep = context.getBean(SubjectUpkeep.class);
        this.states = context.getBean(SubjectStates.class);
    }

    /// Runs all of it and prints a table in Markdown.
    public static void main(String[] args) throws Exception {
        Path data = Files.createTempDirectory("halo-bench");
        String url = System.getProperty("spring.datasource.url", "jdbc:h2:async:" + data.resolve("halo"));
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(HaloApplication.class).run(
                "--spring.config.location=optional:classpath:/", "--spring.datasource.url=" + url, "--server.port=0",
                "--server.address=127.0.0.1", "--halo.triggers.time.enabled=false",
                "--management.tracing.export.enabled=false", "--logging.level.root=warn")) {
            SubjectStateBench bench = new SubjectStateBench(context);
            System.out.println("| subjects | | CPU ms | ms |\n|---|---|---|---|");
            for (int subjects : new int[]{10_000, 100_000}) {
                bench.run(subjects);
            }
        }
        System.exit(0);
    }

    private void run(int subjects) {
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            Checked checked = checked(subjects);
            measure(subjects, cycle == 0 ? "the first check" : "a check of all", 1, () -> upkeep.take(checked));
        }
        SubjectQuery up = SubjectQuery.of("agent", List.of("up"), null, null, null);
        measure(subjects, "a page of 20", CALLS, () -> states.find(up, PageQuery.of(null, null)));
        measure(subjects, "the counts", CALLS, states::counts);
        SubjectQuery text = SubjectQuery.of(null, null, null, null, "nowhere");
        measure(subjects, "a text that nothing has", CALLS, () -> states.find(text, PageQuery.of(null, null)));
    }

    private static void measure(int subjects, String what, int times, Runnable work) {
        long cpu = THREADS.getCurrentThreadCpuTime();
        long began = System.nanoTime();
        for (int i = 0; i < times; i++) {
            work.run();
        }
        System.out.printf(Locale.ROOT, "| %,d | %s | %.1f | %.1f |%n", subjects, what,
                (THREADS.getCurrentThreadCpuTime() - cpu) / 1e6 / times, (System.nanoTime() - began) / 1e6 / times);
    }

    private Checked checked(int subjects) {
        atMs += Duration.ofMinutes(5).toMillis();
        AnalyzerResult.Builder result = AnalyzerResult.builder();
        for (int i = 0; i < subjects; i++) {
            SubjectRef agent = SubjectRef.parse("agent:agent-" + i);
            result.observed(agent).measured(agent, Map.of("liveness", "up", "lastHeartbeatAt",
                    Instant.ofEpochMilli(atMs - i % 30_000), "status", "ok"));
        }
        AnalyzerRun run = new AnalyzerRun("bench", AnalyzerStatus.COMPLETED, Duration.ZERO, result.build(), null);
        return new Checked(new Observations(UUID.randomUUID(), CycleMode.FULL, Scope.ALL, List.of(run)),
                Instant.ofEpochMilli(atMs), Map.of(), Map.of());
    }
}
