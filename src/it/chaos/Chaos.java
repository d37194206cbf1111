import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import com.sun.net.httpserver.HttpExchange;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.TaskReceiver;

/// Three replicas of HALO under load, to which faults are done, and a judgement; see README.md. `Chaos <seed> <faults> <folder>`.
public final class Chaos {

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration GOES_ON_WITHIN = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private static final String ENCRYPTION_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private final Random random;
    private final int faults;
    private final Ledger ledger = new Ledger();
    private final Postgres postgres;
    private final FleetServer fleet = FleetServer.start(40);
    private final TaskReceiver receiver = TaskReceiver.start();
    /// Where the events that HALO announces go.
    private final TaskReceiver bus = TaskReceiver.start();
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Instant[]> times = new ArrayList<>();
    private final AtomicInteger probing = new AtomicInteger();
    private final List<Instant> probedTwice = new ArrayList<>();

    private Chaos(long seed, int faults, Path work) {
        this.random = new Random(seed);
        this.faults = faults;
        this.postgres = new Postgres(work);
    }

    public static void main(String[] arguments) throws Exception {
        long seed = Long.parseLong(arguments[0]);
        Path work = Path.of(arguments[2]).toAbsolutePath();
        Chaos chaos = new Chaos(seed, Integer.parseInt(arguments[1]), work);
        Thread closing = new Thread(chaos::close);
        Runtime.getRuntime().addShutdownHook(closing);
        String report = chaos.run(seed, work);
        Files.writeString(work.resolve("report.md"), report);
        System.out.println(report);
        System.exit(Report.violations() == 0 ? 0 : 1);
    }

    private String run(long seed, Path work) throws Exception {
        Instant began = Instant.now();
        postgres.start();
        Random answers = new Random(seed);
        receiver.answer((request, earlier) -> switch (answers.nextInt(10)) {
            case 0 -> new TaskReceiver.Answer(500, Map.of(), "");
            case 1 -> null;
            default -> new TaskReceiver.Answer(200, Map.of(), "{\"ok\":true}");
        });
        Random flaky = new Random(seed + 1);
        bus.answer((request, earlier) -> flaky.nextInt(10) == 0
                ? null
                : new TaskReceiver.Answer(200, Map.of(), "{\"ok\":true}"));
        fleet.set(0, this::watched);
        for (int number = 1; number <= 3; number++) {
            replicas.add(new Replica("halo-" + number, work, postgres.port, arguments()));
            replicas.getLast().start();
        }
        await("all replicas", () -> replicas.stream().allMatch(Replica::ready));
        if (replicas.stream().noneMatch(Replica::ready)) {
            throw new IllegalStateException("no replica started, see the logs in " + work);
        }
        Load load = new Load(replicas, fleet, receiver, ledger, seed);
        load.start();
        Setup.pause(5_000);
        Fault fault = new Fault(replicas, postgres, random);
        double busiest = 0;
        for (int done = 0; done < faults; done++) {
            await("a replica that answers", () -> replicas.stream().anyMatch(Replica::ready));
            // the longest fault is rare, and no run goes without it
            Fault.Kind kind = done == faults / 2 ? Fault.Kind.AWAY : fault.draw();
            Report.begins(kind);
            Instant from = Instant.now();
            Instant over = fault.inject(kind);
            recovery(kind, from, over);
            busiest = Math.max(busiest, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            Setup.pause(random.nextInt(2_000));
        }
        Report.allFaultsOver();
        end(load);
        List<String> seen = new ArrayList<>(new Judge(postgres, ledger, receiver, INTERVAL).judge(times));
        seen.addAll(new Afterwards(postgres, ledger, replicas, bus).judge());
        twoAtOnce();
        seen.add("answers by status (0: none): " + new TreeMap<>(ledger.answers));
        seen.add("the watched service was probed by two cycles at once %d times".formatted(probedTwice.size()));
        return Report.markdown("""
                Seed %d, %d faults in %d s, %d acknowledged calls. %d processors, load average up to %.1f. %s.""".formatted(
                seed, times.size(), Duration.between(began, Instant.now()).toSeconds(), ledger.acknowledged(),
                Runtime.getRuntime().availableProcessors(), busiest,
                Setup.PRESENT.clock() == null
                        ? "There is no C compiler, so no clocks were set"
                        : "Clocks were set"), seen);
    }

    private List<String> arguments() {
        return List.of("--halo.triggers.time.interval=" + INTERVAL.toSeconds() + "s",
                "--halo.triggers.request-volume.enabled=false",
                "--halo.endpoint.confirmation-delay=20ms", "--halo.endpoints[0].id=watched",
                "--halo.endpoints[0].url=" + fleet.url(0), "--halo.endpoints[0].attempts=1",
                "--halo.agent.doubt-from=1000",
                "--halo.dispatch.routes[0].role=DeployKeeper", "--halo.dispatch.routes[0].channel=webhook",
                "--halo.dispatch.routes[0].url=" + receiver.url("/work"),
                "--halo.dispatch.routes[0].secrets[0]=" + SECRET, "--halo.dispatch.max-runs=5", "--halo.dispatch.lease=15s",
                "--halo.dispatch.delivery.backoff=200ms", "--halo.dispatch.delivery.longest-backoff=2s",
                "--halo.dispatch.delivery.attempts=50", "--halo.dispatch.delivery.circuit-failures=20",
                "--halo.dispatch.delivery.circuit-open=1s", "--halo.budgets.fleet=100000",
                "--halo.budgets.per-hour=100000", "--halo.budgets.per-squad=100000", "--halo.budgets.share=1",
                "--halo.budgets.storm-from=1000000", "--halo.verification.settle=2s",
                "--halo.audit.keys[0]=" + SECRET, "--halo.security.encryption.key=" + ENCRYPTION_KEY,
                "--halo.wormhole.sinks[0].name=bus", "--halo.wormhole.sinks[0].type=webhook",
                "--halo.wormhole.sinks[0].url=" + bus.url("/events"),
                "--halo.wormhole.sinks[0].delivery.backoff=200ms",
                "--halo.wormhole.sinks[0].delivery.longest-backoff=2s",
                "--halo.wormhole.sinks[0].delivery.circuit-failures=20",
                "--halo.wormhole.sinks[0].delivery.circuit-open=1s",
                "--halo.verification.settle-of[agent.revive]=2s", "--halo.verification.settle-of[page-human]=2s");
    }

    /// An endpoint that takes a while to answer, so that two cycles that probe it at once are seen there.
    private void watched(HttpExchange exchange, FleetServer server) throws IOException {
        if (probing.incrementAndGet() > 1) {
            synchronized (probedTwice) {
                probedTwice.add(Instant.now());
            }
        }
        try {
            Setup.pause(150);
            FleetServer.UP.serve(exchange, server);
        } finally {
            probing.decrementAndGet();
        }
    }

    /// Waits until a cycle is completed that began when the fault was over.
    private void recovery(Fault.Kind kind, Instant from, Instant over) {
        Instant deadline = over.plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            try {
                if (postgres.number("""
                        select count(*) from halo_cycle where status = 'COMPLETED' and started_at > to_timestamp(%d / 1000.0)
                        """.formatted(over.toEpochMilli())) > 0) {
                    Duration after = Duration.between(over, Instant.now());
                    Report.recovered(kind, after);
                    if (after.compareTo(GOES_ON_WITHIN) > 0) {
                        Report.violation("%s at %s: the loop went on %d s after its end".formatted(kind.title, from,
                                after.toSeconds()));
                    }
                    sealed(kind, from, over);
                    times.add(new Instant[]{from, Instant.now()});
                    return;
                }
            } catch (SQLException notYet) {
                // the database was just started
            }
            Setup.pause(200);
        }
        times.add(new Instant[]{from, Instant.now()});
        Report.recovered(kind, PATIENCE);
        Report.violation("%s at %s: no cycle was completed within %d s of its end".formatted(kind.title, from,
                PATIENCE.toSeconds()));
    }

    /// Waits until no entry of the audit trail from before the end of the fault is without its place in the chain.
    private void sealed(Fault.Kind kind, Instant from, Instant over) throws SQLException {
        while (postgres.number("""
                select count(*) from audit_entry where link is null and at < to_timestamp(%d / 1000.0)
                """.formatted(over.minusSeconds(1).toEpochMilli())) > 0) {
            if (Instant.now().isAfter(over.plus(GOES_ON_WITHIN))) {
                Report.violation("%s at %s: the audit trail from before its end was not sealed within %d s".formatted(
                        kind.title, from, GOES_ON_WITHIN.toSeconds()));
                return;
            }
            Setup.pause(200);
        }
        Report.sealed(Duration.between(over, Instant.now()));
    }

    /// Lets HALO and those who work for it do what is left. What somebody was paged for waits for them.
    private void end(Load load) throws InterruptedException {
        await("all replicas", () -> replicas.stream().allMatch(Replica::ready));
        load.finish();
        await("all that was approved is done", () -> {
            try {
                return postgres.number("""
                        select (select count(*) from repair_task where status in ('APPROVED', 'DISPATCHED', 'RUNNING', 'FAILED')
                            and (channel is null or channel <> 'page'))
                            + (select count(*) from cycle_request where status in ('PENDING', 'SERVING') and trigger_name <> 'time')
                            + (select count(*) from wormhole_intake)
                        """) == 0;
            } catch (SQLException failed) {
                return false;
            }
        });
        load.stop();
        Setup.pause(2_000);
    }

    /// Two cycles at once may be seen at the watched service only where one of them was cut off from the others: what it finds is not
    /// recorded.
    private void twoAtOnce() {
        for (Instant at : probedTwice) {
            if (times.stream().noneMatch(
                    fault -> fault[0].isBefore(at) && fault[1].plusSeconds(30).isAfter(at))) {
                Report.violation("two cycles probed at once at %s, without a fault".formatted(at));
            }
        }
    }

    private static void await(String what, BooleanSupplier reached) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!reached.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                Report.harness("waited in vain for " + what);
                return;
            }
            Setup.pause(200);
        }
    }

    private void close() {
        for (Replica replica : replicas) {
            try {
                replica.close();
            } catch (IOException failed) {
                Report.harness("replica %s could not be ended: %s".formatted(replica.name, failed));
            }
        }
        try {
            postgres.close();
        } catch (IOException failed) {
            Report.harness("the database could not be ended: " + failed);
        }
        fleet.close();
        receiver.close();
        bus.close();
    }
}
