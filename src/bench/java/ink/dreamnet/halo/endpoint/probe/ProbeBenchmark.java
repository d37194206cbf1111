package ink.dreamnet.halo.endpoint.probe;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import ink.dreamnet.halo.bench.Nginx;
import ink.dreamnet.halo.http.Provenance;
import ink.dreamnet.halo.support.Networks;

import com.sun.management.OperatingSystemMXBean;

/// Probes 10,000 URLs of one nginx worker on this machine, cold and warm, with new and with kept connections.
/// `docs/benchmarks.md` has the command and the numbers.
public final class ProbeBenchmark {

    private static final int TARGETS = 10_000;
    private static final int ROUNDS = 12;
    private static final PrintStream OUT = System.out;

    private ProbeBenchmark() {
    }

    /// @param args `kept`, `new`, or nothing for both in a process each
    public static void main(String[] args) throws Exception {
        String mode = args.length == 0 ? "kept" : args[0];
        try (Nginx nginx = Nginx.start()) {
            measure(mode.equals("kept"), nginx.url());
        }
    }

    private static void measure(boolean keepAlive, String url) throws IOException {
        List<ProbeTarget> targets = IntStream.range(0, TARGETS).mapToObj(i -> target(url + "/health/" + i)).toList();
        ProbeOptions options = new ProbeOptions(256, Integer.getInteger("bench.perHost", 8), Duration.ofMillis(500),
                keepAlive, 65_536, "HALO/bench");
        Clock clock = Clock.systemUTC();
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        OUT.printf("%s, %d targets, %d per host at once, load %s%n", keepAlive ? "kept connections" : "new connections",
                TARGETS, options.perHostBound(), Files.readString(Path.of("/proc/loadavg")).strip());
        OUT.printf("%-6s %8s %16s %12s%n", "round", "wall s", "CPU s per 1,000", "not up");
        try (ProbeRunner runner = new ProbeRunner(options, Networks.LOCAL, clock)) {
            for (int round = 0; round < ROUNDS; round++) {
                long cpu = system.getProcessCpuTime();
                long started = System.nanoTime();
                List<ProbeResult> results = runner.probe(targets, clock.instant().plusSeconds(60));
                double wall = (System.nanoTime() - started) / 1e9;
                double spent = (system.getProcessCpuTime() - cpu) / 1e9 * 1_000 / TARGETS;
                long bad = TARGETS - results.stream().filter(r -> r.verdict() == Verdict.UP && r.attempts() == 1).count();
                OUT.printf("%-6s %8.2f %16.3f %12d%n", round == 0 ? "cold" : round, wall, spent, bad);
            }
        }
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream().filter(p -> p.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage).mapToLong(u -> u.getUsed()).sum();
        OUT.printf("peak heap %d MiB of %d MiB allowed%n", peak >> 20, Runtime.getRuntime().maxMemory() >> 20);
    }

    private static ProbeTarget target(String url) {
        return new ProbeTarget(url, URI.create(url), "GET",
                Map.of(), null, List.of(Condition.parse("[STATUS] == 200")), Duration.ofSeconds(2),
                Duration.ofSeconds(5), 3, true, null, false, null, null, Provenance.OTHERS);
    }
}
