package ink.dreamnet.halo.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;
import ink.dreamnet.halo.HaloApplication;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.TestClock;
import ink.dreamnet.halo.trigger.CycleOrder;
import ink.dreamnet.halo.trigger.CycleRequest;
import ink.dreamnet.halo.trigger.CycleRequests;
import ink.dreamnet.halo.trigger.RequestStatus;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// What a day of HALO costs with the plan of the next cycle and without it: many endpoints on the loopback address, which break and heal
/// as sites of public status pages did, in cycles of five minutes by a clock that is moved. The servers are a process of their own, so
/// that the CPU time is HALO's.
public final class PlannedFleetBench {

    private static final Duration CYCLE = Duration.ofMinutes(5);
    /// What the just-in-time compiler does in the first cycles is not counted.
    private static final int WARM = 10;
    /// How long after the first row of a page the first day begins. Others are a week apart, so that one site stands for many endpoints.
    private static final Duration AFTER = Duration.ofDays(30);
    private static final Duration APART = Duration.ofDays(7);
    /// Sites that are down for more are dead.
    private static final double MOSTLY_DOWN = 0.3;

    private PlannedFleetBench() {
    }

    /// Runs it and prints a line.
    ///
    /// @param args `on` or `off`; then how many endpoints (2,000), how many cycles (288), and the folder with the status pages
    ///        (`histories`). `serve` and a number is the process with the servers.
    public static void main(String[] args) throws Exception {
        int endpoints = args.length > 1 ? Integer.parseInt(args[1]) : 2000;
        if (args[0].equals("serve")) {
            serve(endpoints);
            return;
        }
        int cycles = args.length > 2 ? Integer.parseInt(args[2]) : 288;
        Path data = Path.of(args.length > 3 ? args[3] : "histories");
        if (!Files.isDirectory(data)) {
            System.out.println("There are no status pages in " + data.toAbsolutePath() + "; nothing is measured.");
            return;
        }
        List<Site> sites = sites(data);
        Process servers = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xmx256m", "-cp",
                System.getProperty("java.class.path"), PlannedFleetBench.class.getName(), "serve",
                Integer.toString(endpoints)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader from = servers.inputReader(); PrintWriter to = new PrintWriter(servers.outputWriter(), true);
                ConfigurableApplicationContext halo = start(args[0])) {
            watch(halo, Integer.parseInt(from.readLine()), endpoints);
            run(halo, args[0], sites, endpoints, cycles, from, to);
        } finally {
            servers.destroy();
        }
        System.exit(0);
    }

    private static void serve(int paths) throws IOException {
        FleetServer server = FleetServer.start(paths);
        System.out.println(server.port());
        try (BufferedReader commands = new BufferedReader(
                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                if (command.equals("hits")) {
                    System.out.println(server.hits());
                } else {
                    server.set(Integer.parseInt(command.substring(1)),
                            command.charAt(0) == '-' ? FleetServer.BROKEN : FleetServer.UP);
                }
            }
        }
    }

    /// A site of a status page.
    ///
    /// @param begin when the first day of its page begins, in ms since 1970
    /// @param up whether it was up from some times on
    private record Site(long begin, TreeMap<Long, Boolean> up) {

        boolean upAt(long ms) {
            Map.Entry<Long, Boolean> state = up.floorEntry(ms);
            return state == null || state.getValue();
        }

        boolean alive() {
            long down = 0;
            for (Map.Entry<Long, Boolean> state : up.entrySet()) {
                Long next = up.higherKey(state.getKey());
                down += next != null && !state.getValue() ? next - state.getKey() : 0;
            }
            return down <= MOSTLY_DOWN * (up.lastKey() - up.firstKey());
        }
    }

    private static List<Site> sites(Path data) throws IOException {
        List<Site> sites = new ArrayList<>();
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".csv")).sorted().toList()) {
                Map<String, TreeMap<Long, Boolean>> page = new TreeMap<>();
                Files.readAllLines(file).stream().skip(1).map(line -> line.split(",", -1))
                        .forEach(row -> page.computeIfAbsent(row[0], any -> new TreeMap<>())
                                .put(Instant.parse(row[1]).toEpochMilli(), row[2].equals("up")));
                long begin = page.values().stream().mapToLong(TreeMap::firstKey).min().orElse(0) + AFTER.toMillis();
                page.values().stream().map(up -> new Site(begin, up)).filter(Site::alive).forEach(sites::add);
            }
        }
        return sites;
    }

    private static ConfigurableApplicationContext start(String adaptive) throws IOException {
        Path directory = Files.createTempDirectory("halo-bench");
        return new SpringApplication(HaloApplication.class, TestClock.Configuration.class).run(
                // not the operator's file, where the bench is started beside it
                "--spring.config.location=optional:classpath:/", "--server.port=0",
                "--server.address=127.0.0.1", "--spring.jmx.enabled=false", "--halo.triggers.time.enabled=false",
                "--halo.plan.adaptive=" + adaptive, "--db-scheduler.polling-interval=50ms",
                "--halo.endpoint.confirmation-delay=5ms", "--halo.endpoint.per-host-bound=64",
                "--spring.datasource.url=jdbc:h2:file:" + directory.resolve("halo") + ";DB_CLOSE_ON_EXIT=FALSE");
    }

    private static void watch(ConfigurableApplicationContext halo, int port, int endpoints) throws Exception {
        String own = Objects.requireNonNull(halo.getEnvironment().getProperty("local.server.port"));
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int number = 0; number < endpoints; number++) {
                HttpRequest put = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:%s/api/halo/endpoints/e%d".formatted(own, number)))
                        .header("Content-Type", "application/json").PUT(BodyPublishers.ofString(
                                "{\"url\": \"http://127.0.0.1:%d/e/%d\"}".formatted(port, number)))
                        .build();
                if (client.send(put, BodyHandlers.discarding()).statusCode() != 201) {
                    throw new IllegalStateException("endpoint " + number + " is refused");
                }
            }
        }
    }

    private static void run(ConfigurableApplicationContext halo, String adaptive, List<Site> sites,
            int endpoints, int cycles, BufferedReader from, PrintWriter to) throws Exception {
        TestClock clock = halo.getBean(TestClock.class);
        CycleRequests requests = halo.getBean(CycleRequests.class);
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        boolean[] up = new boolean[endpoints];
        Arrays.fill(up, true);
        long cpuNanos = 0;
        int probesBefore = 0;
        int outages = 0;
        List<Integer> probes = new ArrayList<>();
        for (int cycle = -WARM; cycle < cycles; cycle++) {
            clock.advance(CYCLE);
            for (int number = 0; number < endpoints; number++) {
                Site site = sites.get(number % sites.size());
                boolean now = site.upAt(site.begin() + APART.toMillis() * (number / sites.size())
                        + CYCLE.toMillis() * cycle);
                if (now != up[number]) {
                    to.println((now ? "+" : "-") + number);
                    up[number] = now;
                    outages += now ? 0 : 1;
                }
            }
            long cpuBefore = system.getProcessCpuTime();
            CycleRequest request = requests.submit(CycleOrder.full("time", "bench", Actor.HALO));
            while (requests.find(request.id()).orElseThrow().status() != RequestStatus.SERVED) {
                Thread.sleep(5);
            }
            to.println("hits");
            int hits = Integer.parseInt(from.readLine());
            if (cycle >= 0) {
                cpuNanos += system.getProcessCpuTime() - cpuBefore;
                probes.add(hits - probesBefore);
            }
            probesBefore = hits;
        }
        long all = probes.stream().mapToLong(Integer::longValue).sum();
        System.out.printf(Locale.ROOT,
                "| %s | %,d endpoints, %,d cycles, %,d outages | %,d probes, %.2f of all looks | %.0f ms CPU a cycle |%n",
                adaptive, endpoints, cycles, outages, all, (double) all / endpoints / cycles,
                cpuNanos / 1e6 / cycles);
    }
}
