package ink.dreamnet.halo.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import ink.dreamnet.halo.audit.AuditVerification.Kind;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@HaloTest
abstract class AuditChainTest {

    private static final Duration BUDGET = Duration.ofMinutes(1);
    private static final String FIT = "update audit_head set link = 4, hash = (select hash from audit_entry where link = 4)";

    @Autowired
    AuditTrail audit;
    @Autowired
    AuditChain chain;
    @Autowired
    AuditSealer sealer;
    @Autowired
    AuditVerifier verifier;
    @Autowired
    AuditHashes hashes;
    @Autowired
    AuditRetention retention;
    @Autowired
    AuditCheck check;
    @Autowired
    CurrentActor actor;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    TestClock clock;
    @Autowired
    MeterRegistry meters;
    @Autowired
    JdbcTemplate jdbc;

    @OnH2
    static class OnH2Test extends AuditChainTest {
    }

    @OnPostgres
    static class OnPostgresTest extends AuditChainTest {
    }

    @BeforeEach
    void empty() {
        sealer.stop();
        jdbc.update("delete from audit_entry");
        jdbc.update("update audit_head set link = 0, hash = ?, removed_link = 0, removed_hash = ?, fault = null",
                ChainMark.NONE.hash(), ChainMark.NONE.hash());
        sealer.start();
    }

    private void write(AuditTrail trail, int entries) {
        transaction.executeWithoutResult(tx -> trail.record(new Actor("ann", "0a1b2c3d"), IntStream.range(0, entries)
                .mapToObj(i -> new Change("task.edited", "task", "t-" + i, i % 2 == 0 ? "näh" : null, "b", "why " + i))
                .toList()));
    }

    /// @return the head
    private ChainMark six() {
        write(audit, 2);
        write(audit, 4);
        return verify().head();
    }

    private AuditVerification verify() {
        return verifier.verify(null, null, BUDGET);
    }

    private void broken(AuditVerification found, Kind kind, long link) {
        assertThat(found.intact()).isFalse();
        assertThat(found.broken()).isNotNull().satisfies(broken -> {
            assertThat(broken.kind()).as(broken.problem()).isEqualTo(kind);
            assertThat(broken.link()).isEqualTo(link);
        });
    }

    @Test
    void writtenByManyAtOnceIsOneChainWithoutAGap() throws Exception {
        List<Future<?>> writers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 6; thread++) {
                writers.add(threads.submit(() -> IntStream.range(1, 15).forEach(i -> write(audit, i))));
            }
            writers.add(threads.submit(() -> transaction.executeWithoutResult(tx -> {
                write(audit, 50);
                tx.setRollbackOnly();
            })));
            // another replica
            AuditChain other = new AuditChain(jdbc, hashes, transaction);
            writers.add(threads.submit(() -> IntStream.range(0, 20).forEach(i -> other.seal(false))));
            writers.add(threads.submit(() -> write(audit, AuditChain.BATCH + 500)));
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
        AuditVerification found = verify();
        assertThat(found.broken()).isNull();
        assertThat(found.complete()).isTrue();
        assertThat(found.checked()).isEqualTo(6 * 105 + AuditChain.BATCH + 500).isEqualTo(found.head().link());
        assertThat(jdbc.queryForObject("select count(distinct link) from audit_entry", Long.class))
                .isEqualTo(found.checked());
    }

    @Test
    void entryIsSealedAfterItsCommitAndWhatAProcessThatDiedLeftAfterTheNextStart() {
        write(audit, 1);
        Awaitility.await().until(() -> chain.ends().last().link() == 1);
        sealer.stop();
        write(audit, 2);
        assertThat(chain.ends().last().link()).isOne();
        sealer.start();
        Awaitility.await().until(() -> chain.ends().last().link() == 3);
        assertThat(verify().checked()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            update audit_entry set reason = 'other' where link = 3                  |                            | CHANGED | 3
            update audit_entry set reason = null where link = 3                     |                            | CHANGED | 3
            update audit_entry set address = '10.0.0.1' where link = 2              |                            | CHANGED | 2
            update audit_entry set at = at + interval '1' second where link = 3     |                            | CHANGED | 3
            update audit_entry set from_state = to_state, to_state = null where link = 4 |                       | CHANGED | 4
            update audit_entry set link = case link when 2 then 3 else 2 end where link in (2, 3) |              | CHANGED | 2
            delete from audit_entry where link = 3                                  |                            | MISSING | 3
            delete from audit_entry where link in (2, 3)                            |                            | MISSING | 2
            delete from audit_entry where link = 3 | update audit_entry set link = link - 1 where link > 3       | CHANGED | 3
            delete from audit_entry where link > 4                                  |                            | END     | 5
            delete from audit_entry where link > 4                                  | {fit}                      | END     | 5
            delete from audit_entry                                                 |                            | END     | 1
            update audit_head set hash = '00'                                       |                            | END     | 6
            delete from audit_entry where link < 3                                  |                            | MISSING | 1
            delete from audit_entry where link < 3 | update audit_head set removed_link = 2, removed_hash = '{2}' | BEGINNING | 1
            insert into audit_entry (id, at, actor, action, subject_type, subject_id, hash) {values})            | | CHANGED  | 7
            insert into audit_entry (id, at, actor, action, subject_type, subject_id, hash, link) {values}, 3)   | | INSERTED | 3
            insert into audit_entry (id, at, actor, action, subject_type, subject_id, hash, link) {values}, 9)   | | INSERTED | 9
            insert into audit_entry (id, at, actor, action, subject_type, subject_id, hash, link) {values}, -1)  | | INSERTED | -1
            insert into audit_entry (id, at, actor, action, subject_type, subject_id, hash, key_id) {values}, 'no') | | INSERTED | 0""")
    void verifyNamesTheFirstThatWasTamperedWithOrIsMissing(String sql, String then, Kind kind, long link) {
        six();
        String second = jdbc.queryForObject("select hash from audit_entry where link = 2", String.class);
        String values = "values ('%s', current_timestamp, 'eve', 'task.approved', 'task', 't', '%s'".formatted(
                UUID.randomUUID(), second);
        jdbc.update(sql.replace("{values}", values));
        if (then != null) {
            jdbc.update(then.replace("{fit}", FIT).replace("{2}", String.valueOf(second)));
        }
        broken(verify(), kind, link);
    }

    /// Whoever can write to the database and has the key, or needs none, makes hashes that fit.
    @Test
    void chainThatWasMadeAnewIsFoundByWhoKeptItsHead() {
        ChainMark kept = six();
        jdbc.update("update audit_entry set actor = 'bob' where link = 5");
        ChainMark last = ChainMark.NONE;
        for (AuditRows.Sealed row : jdbc.query(
                "select " + AuditRows.Sealed.COLUMNS + " from audit_entry order by link", AuditRows.Sealed::read)) {
            last = hashes.next(last, row.seq(), hashes.ofEntry(row.entry(), null), null);
            jdbc.update("update audit_entry set hash = ? where link = ?", last.hash(), last.link());
        }
        jdbc.update("update audit_head set hash = ?", last.hash());
        broken(verify(), Kind.CHANGED, 6);
        chain.forget();
        assertThat(verify().intact()).isTrue();
        broken(verifier.verify(null, kept, BUDGET), Kind.CHANGED, 6);
        broken(verifier.verify(6L, kept, BUDGET), Kind.CHANGED, 6);
        broken(verifier.verify(null, new ChainMark(8, kept.hash()), BUDGET), Kind.END, 7);
    }

    @Test
    void verifyGoesOnAfterALink() {
        ChainMark head = six();
        AuditVerification first = verifier.verify(null, head, Duration.ofNanos(-1));
        assertThat(first.complete()).as("a slice has all of them").isTrue();
        AuditVerification rest = verifier.verify(4L, head, BUDGET);
        assertThat(rest.checked()).isEqualTo(2);
        assertThat(rest.after()).isEqualTo(4);
        assertThat(verifier.verify(6L, head, BUDGET).intact()).isTrue();
        assertThatThrownBy(() -> verifier.verify(7L, null, BUDGET)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("there is no link 7; they go from 1 to 6");
        assertThatThrownBy(() -> verifier.verify(4L, new ChainMark(3, head.hash()), BUDGET))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("link 3 is before link 4");
    }

    private void removeOld(Duration later) {
        Instant then = clock.instant().plus(later);
        transaction.executeWithoutResult(tx -> {
            List<UUID> old = retention.old(then, null, 4);
            if (!old.isEmpty()) {
                retention.remove(old);
            }
        });
    }

    @Test
    void retentionCutsTheBeginningAndSaysSo() {
        six();
        AuditChain.Ends before = chain.ends();
        removeOld(Duration.ofDays(1000));
        assertThat(verify().removed()).as("nothing is old").isNull();
        removeOld(Duration.ofDays(1096));
        AuditVerification found = verify();
        assertThat(found.broken()).isNull();
        assertThat(found.removed()).isNotNull().extracting(ChainMark::link).isEqualTo(4L);
        assertThat(found.checked()).isEqualTo(3);
        assertThat(audit.of("audit", "4")).singleElement().extracting(AuditEntry::action).isEqualTo("audit.removed");
        assertThat(new AuditWalk(jdbc, chain, hashes, before, AuditWalk.Position.before(ChainMark.NONE))
                .go(null, null, Long.MAX_VALUE).intact()).as("one that was under way").isTrue();
        removeOld(Duration.ofDays(1097));
        assertThat(verify().broken()).isNull();
        write(audit, 1);
        verify();
        jdbc.update("delete from audit_entry where link = 8");
        broken(verify(), Kind.MISSING, 8);
    }

    @Test
    void entriesAreNotSealedBeforeTheirKeyIsThereAndNoneIsWithoutAfterwards() {
        String secret = "0123456789abcdef0123456789abcdef";
        AuditHashes keyed = new AuditHashes(new AuditProperties(List.of("env:KEY")),
                new SecretReferences(Map.of("KEY", secret)::get));
        AuditChain keyedChain = new AuditChain(jdbc, keyed, transaction);
        AuditVerifier keyedVerifier = new AuditVerifier(jdbc, keyedChain, keyed);
        write(audit, 2);
        assertThat(verify().checked()).isEqualTo(2);
        write(new AuditTrail(jdbc, keyed, sealer, actor, clock), 3);
        broken(verify(), Kind.INSERTED, 0);
        AuditVerification found = keyedVerifier.verify(null, null, BUDGET);
        assertThat(found.broken()).isNull();
        assertThat(found.checked()).isEqualTo(5);
        broken(verify(), Kind.CHANGED, 3);
        write(audit, 1);
        broken(keyedVerifier.verify(null, null, BUDGET), Kind.CHANGED, 6);
    }

    @Test
    void checkSaysOnceWhatIsWrongAndTakesItBackWhereItIsNot() {
        six();
        check.run();
        assertThat(audit.state().fault()).isNull();
        assertThat(audit.state().checkedLink()).isEqualTo(6);
        jdbc.update("update audit_entry set actor = 'bob' where link = 5");
        check.run();
        check.run();
        assertThat(audit.state().fault()).startsWith("Link 5 is changed: its hash is not that of its members");
        assertThat(audit.of("audit", "chain")).singleElement().extracting(AuditEntry::action).isEqualTo("audit.broken");
        assertThat(jdbc.queryForList("select severity from wormhole_event where type = 'halo.audit.broken'"))
                .singleElement().extracting(event -> event.get("severity")).isEqualTo("critical");
        clock.advance(Duration.ofSeconds(6));
        assertThat(meters.get("halo.audit.broken").gauge().value()).isOne();
        jdbc.update("update audit_entry set actor = 'ann' where link = 5");
        check.run();
        assertThat(audit.state().fault()).isNull();
        clock.advance(Duration.ofSeconds(6));
        assertThat(meters.get("halo.audit.broken").gauge().value()).isZero();
    }
}
