package ink.dreamnet.halo.audit;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.support.TestDatabase;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// What the chain of the audit trail costs: to write entries, to seal them afterwards, and to verify all of them.
///
/// Arguments: `h2` (in a file) or `postgres`, and how many entries.
public final class AuditBench {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int TRANSACTION = 10_000;
    private static final int SINGLE = 1000;

    private final AuditTrail trail;
    private final AuditChain chain;
    private final AuditVerifier verifier;
    private final TransactionTemplate transaction;

    private AuditBench(HikariDataSource data, List<String> keys) {
        JdbcTemplate jdbc = new JdbcTemplate(data);
        AuditHashes hashes = new AuditHashes(new AuditProperties(keys), new SecretReferences(name -> null));
        transaction = new TransactionTemplate(new DataSourceTransactionManager(data));
        chain = new AuditChain(jdbc, hashes, transaction);
        // not started: what it would do is measured
        trail = new AuditTrail(jdbc, hashes, new AuditSealer(chain), () -> Actor.HALO, Clock.systemUTC());
        verifier = new AuditVerifier(jdbc, chain, hashes);
    }

    /// Runs all of it and prints a table in Markdown.
    public static void main(String[] args) throws Exception {
        try (HikariDataSource data = new HikariDataSource()) {
            if (args[0].equals("h2")) {
                data.setJdbcUrl("jdbc:h2:async:" + Files.createTempDirectory("halo-bench").resolve("halo")
                        + ";WRITE_DELAY=0");
                data.setUsername("sa");
                data.setPassword("");
                Flyway.configure().dataSource(data).locations("db/halo/common", "db/halo/h2").load().migrate();
            } else {
                data.setJdbcUrl(TestDatabase.newPostgresUrl());
            }
            System.out.println("| | entries | ms | of the caller, CPU ms | µs an entry |\n|---|---|---|---|---|");
            new AuditBench(data, List.of()).run(Integer.parseInt(args[1]));
        }
        System.exit(0);
    }

    private void run(int most) {
        int written = 0;
        while (written < most) {
            boolean shown = written == 0 || written + TRANSACTION >= most;
            measure(shown, "written in one transaction", TRANSACTION, () -> write(TRANSACTION));
            measure(shown, "sealed", TRANSACTION, this::seal);
            written += TRANSACTION;
        }
        measure(true, "written, a transaction each", SINGLE, () -> IntStream.range(0, SINGLE).forEach(i -> write(1)));
        measure(true, "sealed", SINGLE, this::seal);
        measure(true, "written and sealed, two transactions each", SINGLE, () -> IntStream.range(0, SINGLE)
                .forEach(i -> {
                    write(1);
                    seal();
                }));
        AuditVerification[] found = new AuditVerification[1];
        long all = chain.ends().last().link();
        for (int i = 0; i < 3; i++) {
            measure(true, "verified", all, () -> found[0] = verifier.verify(null, null, Duration.ofHours(1)));
        }
        System.out.println("\nintact: " + found[0].intact() + ", checked: " + found[0].checked());
    }

    private void write(int entries) {
        transaction.executeWithoutResult(tx -> trail.record(new Actor("first-shift", "0a1b2c3d"),
                IntStream.range(0, entries).mapToObj(i -> new Change("task.approved", "task",
                        "01a22b34-a4b1-7081-8853-" + i, "pending-approval", "approved", "looks right")).toList()));
    }

    private void seal() {
        boolean more = true;
        while (more) {
            more = chain.seal(false);
        }
    }

    private static void measure(boolean shown, String what, long entries, Runnable work) {
        long cpu = THREADS.getCurrentThreadCpuTime();
        long began = System.nanoTime();
        work.run();
        double ms = (System.nanoTime() - began) / 1e6;
        if (shown) {
            System.out.printf(Locale.ROOT, "| %s | %,d | %,.0f | %,.0f | %.1f |%n", what, entries, ms,
                    (THREADS.getCurrentThreadCpuTime() - cpu) / 1e6, 1000 * ms / entries);
        }
    }
}
