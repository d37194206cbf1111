package ink.dreamnet.halo.audit;

import java.time.temporal.ChronoUnit;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
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
