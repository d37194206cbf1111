package ink.dreamnet.halo.audit;

import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@HaloTest
abstract class AuditTrailTest {

    @Autowired
    AuditTrail audit;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;

    @OnH2
    static class OnH2Test extends AuditTrailTest {
    }

    @OnPostgres
    static class OnPostgresTest extends AuditTrailTest {
    }

    @Test
    void recordWhenTransactionCommitsIsReadBack() {
        var before = clock.instant();
        transaction.executeWithoutResult(tx -> audit.record(new Actor("ann"),
                new Change("task.approved", "task", "t-1", "pending-approval", "approved", "looks right")));
        assertThat(audit.of("task", "t-1")).singleElement().satisfies(entry -> {
            assertThat(entry.actor()).isEqualTo("ann");
            assertThat(entry.from()).isEqualTo("pending-approval");
            assertThat(entry.to()).isEqualTo("approved");
            assertThat(entry.reason()).isEqualTo("looks right");
            assertThat(entry.at()).isCloseTo(before, org.assertj.core.api.Assertions.within(10, ChronoUnit.SECONDS));
        });
    }

    /// The one that proposes has a clock that is a minute ahead of the one that approves.
    @Test
    void entriesWhenClocksOfReplicasDifferAreInTheOrderInWhichTheyWereWritten() {
        for (int i = 0; i < 3; i++) {
            String task = "clocks-" + i;
            transaction.executeWithoutResult(
                    tx -> audit.record(Actor.HALO, Change.of("task.proposed", "task", task)));
            jdbc.update("update audit_entry set id = ?, at = ? where subject_id = ?",
                    UUID.fromString("7fffffff-ffff-7000-8000-00000000000" + (9 - i)),
                    clock.instant().plusSeconds(60).atOffset(ZoneOffset.UTC), task);
            transaction.executeWithoutResult(
                    tx -> audit.record(new Actor("ann"), Change.of("task.approved", "task", task)));
            assertThat(audit.of("task", task)).extracting(AuditEntry::action).containsExactly("task.proposed",
                    "task.approved");
        }
        List<String> paged = new ArrayList<>();
        String next = null;
        do {
            Page<AuditEntry> page = audit.find(new AuditQuery("task", null, null, null, null, null, null),
                    PageQuery.of(1, next));
            page.items().forEach(entry -> paged.add(entry.subjectId() + " " + entry.action()));
            next = page.next();
        } while (next != null && paged.size() < 6);
        assertThat(paged).containsExactly("clocks-2 task.approved", "clocks-2 task.proposed",
                "clocks-1 task.approved", "clocks-1 task.proposed", "clocks-0 task.approved",
                "clocks-0 task.proposed");
    }

    @Test
    void recordWhenTransactionRollsBackIsGone() {
        transaction.executeWithoutResult(tx -> {
            audit.record(Actor.HALO, Change.of("task.approved", "task", "t-2"));
            tx.setRollbackOnly();
        });
        assertThat(audit.of("task", "t-2")).isEmpty();
    }

    @Test
    void recordWhenOutsideTransactionIsRefused() {
        assertThatThrownBy(() -> audit.record(Actor.HALO, Change.of("task.approved", "task", "t-3")))
                .isInstanceOf(IllegalTransactionStateException.class);
    }
}
