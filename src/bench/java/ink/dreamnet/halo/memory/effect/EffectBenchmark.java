package ink.dreamnet.halo.memory.effect;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import javax.sql.DataSource;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.memory.ledger.Aftermath;
import ink.dreamnet.halo.memory.ledger.Decision;
import ink.dreamnet.halo.memory.ledger.RepairCase;
import ink.dreamnet.halo.memory.ledger.RepairEvidence;
import ink.dreamnet.halo.memory.ledger.RepairLedger;
import ink.dreamnet.halo.memory.ledger.StoredLedger;
import ink.dreamnet.halo.memory.ledger.Verdict;
import ink.dreamnet.halo.memory.ledger.Work;
import ink.dreamnet.halo.support.TestDatabase;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// What learning costs: fills the ledger with outcomes of 100,000 subjects, and measures on the way what a cycle with 100 new
/// outcomes costs, and the table of what works.
///
/// Arguments: `h2` or `postgres`, and how many outcomes.
public final class EffectBenchmark {

    private static final int SUBJECTS = 100_000;
    private static final int CODES = 20;
    private static final int CYCLE = 100;
    private static final int BULK = 10_000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final RepairLedger ledger;
    private final Effects effects;
    private final EffectTable table;
    private final TransactionTemplate transaction;
    private final Random random = new Random(1);
    private Instant now = START;

    private EffectBenchmark(AnnotationConfigApplicationContext context) {
        this.ledger = context.getBean(RepairLedger.class);
        this.effects = context.getBean(Effects.class);
        this.table = context.getBean(EffectTable.class);
        this.transaction = context.getBean(TransactionTemplate.class);
    }

    public static void main(String[] args) {
        String url = args[0].equals("h2") ? TestDatabase.newH2Url() : TestDatabase.newPostgresUrl();
        SingleConnectionDataSource data = new SingleConnectionDataSource(url, true);
        if (args[0].equals("h2")) {
            data.setUsername("sa");
            data.setPassword("");
            Flyway.configure().dataSource(data).locations("db/halo/common", "db/halo/h2").load().migrate();
        }
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            EffectBenchmark[] bench = new EffectBenchmark[1];
            context.registerBean(DataSource.class, () -> data);
            context.registerBean(JdbcTemplate.class, () -> new JdbcTemplate(data));
            context.registerBean(TransactionTemplate.class,
                    () -> new TransactionTemplate(new DataSourceTransactionManager(data)));
            context.registerBean(JsonMapper.class, () -> JsonMapper.builder().build());
            context.registerBean(Clock.class, () -> new Clock() {
                @Override
                public Instant instant() {
                    return bench[0] == null ? START : bench[0].now;
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            });
            context.register(StoredLedger.class, StoredEffects.class, Effects.class, EffectTable.class);
            context.refresh();
            bench[0] = new EffectBenchmark(context);
            bench[0].run(Integer.parseInt(args[1]));
        }
    }

    private void run(int most) {
        System.out.println("| outcomes | a cycle with 100 new ones, median of 20, ms | CPU ms | table of what works, median of 50, ms |");
        System.out.println("|---|---|---|---|");
        int filled = 0;
        for (int size = 1000; size <= most; size *= 10) {
            while (filled < size) {
                int some = Math.min(BULK, size - filled);
                add(some);
                filled += some;
            }
            double[][] cycles = new double[20][];
            for (int i = 0; i < cycles.length; i++) {
                cycles[i] = timed(() -> add(CYCLE));
                filled += CYCLE;
            }
            double[][] reads = new double[50][];
            for (int i = 0; i < reads.length; i++) {
                reads[i] = timed(() -> table.page(null, null, null, PageQuery.of(200, null)));
            }
            System.out.printf("| %,d | %.1f | %.1f | %.1f |%n", filled, median(cycles, 0), median(cycles, 1),
                    median(reads, 0));
        }
    }

    /// A minute passes for each hundred, so that a million take a week, and the outcomes of the day before become final.
    private void add(int count) {
        now = now.plus(Duration.ofMinutes(Math.max(1, count / CYCLE)));
        transaction.executeWithoutResult(tx -> {
            List<RepairEvidence> rows = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                rows.add(row());
            }
            ledger.add(rows, now);
            effects.cycleRecorded();
        });
    }

    private RepairEvidence row() {
        int code = random.nextInt(CODES);
        int step = random.nextInt(3);
        Decision decision = random.nextInt(3) == 0 ? Decision.REJECTED : Decision.APPROVED;
        boolean healed = random.nextDouble() < (decision == Decision.APPROVED ? 0.85 : 0.6);
        Verdict verdict = decision == Decision.APPROVED ? healed ? Verdict.EFFECTIVE : Verdict.INEFFECTIVE : null;
        return new RepairEvidence(Ids.next(), Ids.next(), Ids.next(), decision, now,
                new RepairCase("code." + code,
                        SubjectRef.parse("endpoint:subject-" + random.nextInt(SUBJECTS)),
                        Map.of("team", "team-" + random.nextInt(50)),
                        Severity.values()[1 + random.nextInt(3)], (long) random.nextInt(90_000_000),
                        "strategy-" + code % 6, "step-" + step, step == 0 ? List.of() : List.of("step-0"),
                        "type", 3_600_000),
                new Work("squad", "agent", now, verdict, verdict == null ? null : now),
                new Aftermath(healed ? now.plusSeconds(random.nextInt(3600)) : null, false, null, null), false);
    }

    private static double[] timed(Runnable work) {
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long start = System.nanoTime();
        work.run();
        return new double[] {(System.nanoTime() - start) / 1e6,
                (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e6};
    }

    private static double median(double[][] measured, int column) {
        double[] values = Arrays.stream(measured).mapToDouble(each -> each[column]).sorted().toArray();
        return values[values.length / 2];
    }
}
