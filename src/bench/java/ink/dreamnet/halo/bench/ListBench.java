package ink.dreamnet.halo.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.sun.management.OperatingSystemMXBean;
import ink.dreamnet.halo.HaloApplication;
import ink.dreamnet.halo.support.LongHistory;
import ink.dreamnet.halo.support.QueryCost;
import ink.dreamnet.halo.support.QueryRecorder;
import ink.dreamnet.halo.support.QueryRecorder.Query;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/// Whether calls, jobs, cycles and the start become slower with what is kept: two services in this process, one with few rows in each
/// table that grows and one with many, do the same in turns, so that whatever else the machine does is the same for both.
public final class ListBench {

    private static final int FEW = 1000;
    private static final int CALLS = 90;
    private static final int BLOCKS = 5;
    private static final double MS = 1e6;
    private static final double P95 = 0.95;
    private static final int MUCH = 5000;
    private static final double AIM = 1.2;
    /// How often a call is measured that misses the aim: what is noise is gone the next time.
    private static final int TIMES = 3;
    /// Jobs that ask for a cycle, or that have to read everything: the audit trail, and each subject.
    private static final Set<String> WHOLE = Set.of("halo-time-trigger", "halo-audit-check", "halo-memory-night");

    private final HttpClient client = HttpClient.newHttpClient();
    private final OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final PastDatabase database;
    private final String containing;
    private final int calls;

    private ListBench(PastDatabase database, String containing, int calls) {
        this.database = database;
        this.containing = containing;
        this.calls = calls;
    }

    /// Runs it and prints tables in Markdown.
    ///
    /// @param args `h2` or `postgres`, how many rows are many (1,000,000), the directory of the databases (a new one), what a call must
    ///        contain to be measured, and how often each is called (90)
    public static void main(String[] args) throws Exception {
        boolean postgres = args.length > 0 && args[0].equals("postgres");
        int many = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        Path directory = args.length > 2 ? Path.of(args[2]) : Files.createTempDirectory("halo-bench");
        try (PastDatabase database = postgres ? PastDatabase.postgres(directory) : PastDatabase.h2(directory)) {
            new ListBench(database, args.length > 3 ? args[3] : "",
                    args.length > 4 ? Integer.parseInt(args[4]) : CALLS).run(many);
        }
        System.exit(0);
    }

    /// A service and its database.
    private record Side(String url, ConfigurableApplicationContext halo) {
    }

    /// What something cost, in ms each time, and in rows and pages that the database read.
    private record Cost(List<Double> wall, double cpu, long rows, long pages) {

        double at(double share) {
            double[] sorted = wall.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            return Arrays.stream(sorted).skip((long) (sorted.length * share)).findFirst().orElse(0);
        }
    }

    private interface Work {
        void on(Side side) throws Exception;
    }

    private void run(int many) throws Exception {
        String few = database.url(FEW);
        String large = database.url(many);
        System.out.printf("load average %s%n", Files.readString(Path.of("/proc/loadavg")).strip());
        if (containing.isEmpty() || containing.equals("start")) {
            start(few).halo().close();
            head(many);
            starts(few, large);
        }
        try (ConfigurableApplicationContext first = start(few).halo();
                ConfigurableApplicationContext second = start(large).halo()) {
            List<Side> sides = List.of(new Side(few, first), new Side(large, second));
            head(many);
            List<String> paths = LongHistory.calls().stream().filter(path -> path.contains(containing)).toList();
            for (int time = 0; time < TIMES && !paths.isEmpty(); time++) {
                List<String> slower = new ArrayList<>();
                for (String path : paths) {
                    if (row(path, sides, side -> call(side, path), calls / 4, Math.min(BLOCKS, calls),
                            Math.max(1, calls / BLOCKS)) > AIM) {
                        slower.add(path);
                    }
                }
                System.out.printf("p95 of %d of %d calls is more than %.1f times that of few rows%n", slower.size(),
                        paths.size(), AIM);
                paths = slower;
            }
            if ("cycle".contains(containing)) {
                row("a cycle", sides, side -> post(side, "/api/halo/run"), calls / 20 + 1, BLOCKS, calls / 30 + 1);
            }
            for (Object bean : first.getBeansOfType(Task.class).values()) {
                if (bean instanceof RecurringTask<?> job && job.getName().contains(containing)
                        && !WHOLE.contains(job.getName())) {
                    row("job " + job.getName(), sides, side -> job(side, job.getName()), 2, BLOCKS, 1);
                }
            }
        }
        System.out.printf("load average %s%n", Files.readString(Path.of("/proc/loadavg")).strip());
    }

    private static Side start(String url) {
        return start(url, new QueryRecorder());
    }

    private static Side start(String url, QueryRecorder recorder) {
        SpringApplication application = new SpringApplication(HaloApplication.class);
        application.addInitializers(
                context -> context.getBeanFactory().registerSingleton("recorder", recorder));
        return new Side(url, application.run("--spring.config.location=optional:classpath:/", "--server.port=0",
                "--server.address=127.0.0.1", "--spring.jmx.enabled=false", "--spring.flyway.validate-on-migrate=false", "--halo.triggers.time.enabled=false",
                "--halo.wormhole.keep=400d", "--halo.triggers.deploy.keep=3660d", "--halo.history.detail=400d",
                "--halo.endpoints[0].id=often", "--halo.endpoints[0].url=http://127.0.0.1:1/",
                "--halo.squads[0].id=ops",
                "--spring.datasource.url=" + url, "--spring.datasource.username=" + PastDatabase.user(url)));
    }

    private void starts(String few, String large) throws Exception {
        double[] cpu = new double[2];
        double[] wall = new double[2];
        for (int i = 0; i < 4; i++) {
            String url = i % 2 == 0 ? few : large;
            long before = cpu(url);
            long began = System.nanoTime();
            Side side = start(url);
            post(side, "/api/halo/run");
            wall[i % 2] += (System.nanoTime() - began) / MS / 2;
            cpu[i % 2] += (cpu(url) - before) / MS / 2;
            side.halo().close();
        }
        List<Cost> costs = new ArrayList<>();
        for (String url : List.of(few, large)) {
            QueryRecorder recorder = new QueryRecorder();
            List<Side> side = new ArrayList<>();
            List<Query> queries = recorder.ofAllThreads(() -> {
                side.add(start(url, recorder));
                quietly(started -> post(started, "/api/halo/run"), side.getFirst());
            });
            costs.add(cost(List.of(), 0, queries, side.getFirst()));
            side.getFirst().halo().close();
        }
        System.out.printf("| start and first cycle | %.0f | %.0f | | | | | %.0f | %.0f | %.2f | %d | %d | %d | %d |%n", wall[0],
                wall[1], cpu[0], cpu[1], cpu[1] / cpu[0], costs.getFirst().rows(), costs.getLast().rows(),
                costs.getFirst().pages(), costs.getLast().pages());
    }

    private static void head(int many) {
        System.out.printf("%n| | p50 ms, %,d rows | %,d | p95 ms, %,d | %,d | ratio of p50 | of p95 | CPU ms, %,d | %,d"
                + " | ratio of CPU | rows read, %,d | %,d | pages read, %,d | %,d |%n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|%n",
                FEW, many, FEW, many, FEW, many, FEW, many, FEW, many);
    }

    /// @return by how much p95 is more with many rows
    private double row(String what, List<Side> sides, Work work, int warm, int blocks, int block) throws Exception {
        try {
            List<List<Double>> wall = List.of(new ArrayList<>(), new ArrayList<>());
            double[] cpu = new double[2];
            for (int i = 0; i < warm; i++) {
                for (Side side : sides) {
                    work.on(side);
                }
            }
            for (int i = 0; i < 2 * blocks; i++) {
                Side side = sides.get(i % 2);
                long before = cpu(side.url());
                for (int j = 0; j < block; j++) {
                    long began = System.nanoTime();
                    work.on(side);
                    wall.get(i % 2).add((System.nanoTime() - began) / MS);
                }
                cpu[i % 2] += (cpu(side.url()) - before) / MS / (blocks * block);
            }
            List<Cost> costs = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Side side = sides.get(i);
                costs.add(cost(wall.get(i), cpu[i],
                        side.halo().getBean(QueryRecorder.class).during(() -> quietly(work, side)), side));
            }
            Cost few = costs.getFirst();
            Cost many = costs.getLast();
            double ratio = many.at(P95) / few.at(P95);
            System.out.printf("| %s | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %d | %d | %d | %d |%n",
                    what, few.at(0.5), many.at(0.5), few.at(P95), many.at(P95), many.at(0.5) / few.at(0.5), ratio,
                    few.cpu(), many.cpu(), many.cpu() / few.cpu(), few.rows(), many.rows(), few.pages(), many.pages());
            return ratio;
        } catch (IllegalStateException refused) {
            System.out.printf("| %s | %s |%n", what, refused.getMessage());
            return 0;
        }
    }

    /// Prints the queries that read much.
    private static Cost cost(List<Double> wall, double cpu, List<Query> queries, Side side) {
        JdbcTemplate jdbc = side.halo().getBean(JdbcTemplate.class);
        long rows = 0;
        long pages = 0;
        for (Query query : queries) {
            QueryCost cost = QueryCost.of(query, jdbc);
            rows += cost.rows();
            pages += cost.pages();
            if (cost.rows() > MUCH) {
                System.out.printf("reads %,d rows: %s%n", cost.rows(), query.sql().replaceAll("\\s+", " "));
            }
        }
        return new Cost(wall, cpu, rows, pages);
    }

    private static void quietly(Work work, Side side) {
        try {
            work.on(side);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private long cpu(String url) throws IOException {
        return process.getProcessCpuTime() + database.cpu(url);
    }

    private static void job(Side side, String name) {
        for (Object bean : side.halo().getBeansOfType(Task.class).values()) {
            if (bean instanceof RecurringTask<?> job && job.getName().equals(name)) {
                execute(job);
            }
        }
    }

    private static <T> void execute(RecurringTask<T> job) {
        job.execute(new TaskInstance<>(job.getName(), RecurringTask.INSTANCE), null);
    }

    private void call(Side side, String path) throws Exception {
        answered(path, client.send(request(side, path).build(), BodyHandlers.ofString()));
    }

    private void post(Side side, String path) throws Exception {
        answered(path, client.send(request(side, path).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")).build(), BodyHandlers.ofString()));
    }

    private static HttpRequest.Builder request(Side side, String path) {
        String port = Objects.requireNonNull(side.halo().getEnvironment().getProperty("local.server.port"));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + LongHistory.dated(path)));
    }

    private static void answered(String path, HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
    }
}
