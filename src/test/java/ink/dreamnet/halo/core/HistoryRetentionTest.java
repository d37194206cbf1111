package ink.dreamnet.halo.core;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.Resettable;
import ink.dreamnet.halo.support.TestClock;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.Tasks;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/// What is old goes, with all that belongs to it, and nothing else.
@HaloTest
abstract class HistoryRetentionTest {

    private static final AtomicLong NUMBER = new AtomicLong();

    @Autowired
    HistoryRetention retention;
    @Autowired
    Tasks tasks;
    @Autowired
    ScriptedHold hold;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    TestClock clock;

    private Instant now = Instant.EPOCH;

    @OnH2
    static class OnH2Test extends HistoryRetentionTest {
    }

    @OnPostgres
    static class OnPostgresTest extends HistoryRetentionTest {
    }

    /// Another room that needs weak points; it needs none until a test says so.
    @TestComponent
    static class ScriptedHold implements HistoryHold, Resettable {

        private volatile Function<Collection<UUID>, Set<UUID>> needed = ids -> Set.of();

        @Override
        public String what() {
            return "weak points";
        }

        @Override
        public Set<UUID> held(Collection<UUID> ids) {
            return needed.apply(ids);
        }

        @Override
        public void reset() {
            needed = ids -> Set.of();
        }
    }

    @BeforeEach
    void readTheClock() {
        hold.reset();
        now = clock.instant();
    }

    /// A weak point, one task of it or none, and what is left of both. A weak point goes in the night in which its last task went.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # state       | resolved | task             | verified  | ended | weak point | task
            RESOLVED      | 401      |                  |           |       | gone       |
            RESOLVED      | 399      |                  |           |       | kept       |
            OPEN          |          |                  |           |       | kept       |
            ACKNOWLEDGED  |          |                  |           |       | kept       |
            RESOLVED      | 401      | SUCCEEDED        | EFFECTIVE | 401   | gone       | gone
            RESOLVED      | 401      | SUCCEEDED        | EFFECTIVE | 399   | kept       | kept
            RESOLVED      | 399      | SUCCEEDED        | EFFECTIVE | 401   | kept       | gone
            RESOLVED      | 401      | SUCCEEDED        |           | 401   | kept       | kept
            RESOLVED      | 401      | PENDING_APPROVAL |           |       | kept       | kept
            RESOLVED      | 401      | RUNNING          |           |       | kept       | kept
            RESOLVED      | 401      | FAILED           |           | 401   | kept       | kept
            RESOLVED      | 401      | DEAD_LETTER      |           | 401   | kept       | kept
            RESOLVED      | 401      | REJECTED         |           |       | gone       | gone
            RESOLVED      | 401      | EXPIRED          |           |       | gone       | gone
            RESOLVED      | 401      | CANCELLED        |           | 401   | gone       | gone
            OPEN          |          | SUCCEEDED        | EFFECTIVE | 900   | kept       | kept
            ACKNOWLEDGED  |          | REJECTED         |           |       | kept       | kept
            """)
    void removeOldWhenRepairedRemovesWhatNothingNeeds(String state, @Nullable Integer resolved, @Nullable String status,
            @Nullable String verified, @Nullable Integer ended, String point, @Nullable String task) {
        UUID weakPoint = weakPoint(state, resolved);
        UUID repair = status == null ? null : task(weakPoint, status, verified, ended);
        retention.removeOld();
        assertThat(exists("weak_point", weakPoint)).isEqualTo("kept".equals(point));
        assertThat(count("weak_point_event where weak_point_id", weakPoint)).isEqualTo("kept".equals(point) ? 1 : 0);
        if (repair != null) {
            int left = "kept".equals(task) ? 1 : 0;
            assertThat(exists("repair_task", repair)).isEqualTo("kept".equals(task));
            for (String part : List.of("task_run", "task_attempt", "standing_use")) {
                assertThat(count(part + " where task_id", repair)).as(part).isEqualTo(left);
            }
        }
    }

    @Test
    void removeOldWhenTasksGoCountsThemNoMore() {
        UUID point = weakPoint("RESOLVED", 401);
        task(point, "SUCCEEDED", "EFFECTIVE", 401);
        transaction.executeWithoutResult(
                tx -> jdbc.update("insert into repair_task_count (status, tasks) values ('SUCCEEDED', 5)"));
        long before = tasks.counts().getOrDefault(TaskStatus.SUCCEEDED, 0L);
        retention.removeOld();
        assertThat(tasks.counts()).containsEntry(TaskStatus.SUCCEEDED, before - 1);
    }

    /// Rows of other tables, each with how many days ago it ended.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            halo_cycle        | started_at, status, mode, triggers, worst_severity, issue_count, weak_point_count, task_count, dispatch_count, version | ?, 'COMPLETED', 'FULL', '[]', 'LOW', 0, 0, 0, 0, 0                  | 401  | gone
            halo_cycle        | started_at, status, mode, triggers, worst_severity, issue_count, weak_point_count, task_count, dispatch_count, version | ?, 'COMPLETED', 'FULL', '[]', 'LOW', 0, 0, 0, 0, 0                  | 399  | kept
            halo_cycle        | started_at, status, mode, triggers, worst_severity, issue_count, weak_point_count, task_count, dispatch_count, version | ?, 'RUNNING', 'FULL', '[]', 'LOW', 0, 0, 0, 0, 0                    | 401  | kept
            cycle_request     | requested_at, trigger_name, mode, scope, requested_by, status, cycle_id, failures, version                            | ?, 'time', 'FULL', 'all', 'halo', 'SERVED', '00000000-0000-0000-0000-000000000001', 0, 0    | 401  | gone
            cycle_request     | requested_at, trigger_name, mode, scope, requested_by, status, cycle_id, failures, version                            | ?, 'time', 'FULL', 'all', 'halo', 'ABANDONED', '00000000-0000-0000-0000-000000000001', 0, 0 | 399  | kept
            cycle_request     | requested_at, trigger_name, mode, scope, requested_by, status, cycle_id, failures, version                            | ?, 'time', 'FULL', 'all', 'halo', 'PENDING', '00000000-0000-0000-0000-000000000001', 0, 0   | 401  | kept
            silence           | ends_at, kind, matchers, comment, created_by, created_at, starts_at                                                   | ?, 'SILENCE', '[]', 'c', 'ann', timestamp '2020-01-01 00:00:00', timestamp '2020-01-01 00:00:00' | 401  | gone
            silence           | ends_at, kind, matchers, comment, created_by, created_at, starts_at                                                   | ?, 'SILENCE', '[]', 'c', 'ann', timestamp '2020-01-01 00:00:00', timestamp '2020-01-01 00:00:00' | 399  | kept
            standing_approval | until_at, type, subject_pattern, highest_severity, per_hour, reason, created_by, created_at                           | ?, 't', 'agent:*', 'HIGH', 1, 'r', 'ann', timestamp '2020-01-01 00:00:00' | 401  | gone
            standing_approval | until_at, type, subject_pattern, highest_severity, per_hour, reason, created_by, created_at                           | ?, 't', 'agent:*', 'HIGH', 1, 'r', 'ann', timestamp '2020-01-01 00:00:00' | 399  | kept
            strategy_stop     | released_at, strategy, code, task_id, reason, stopped_at                                                              | ?, 's', 'c', '00000000-0000-0000-0000-000000000001', 'r', timestamp '2020-01-01 00:00:00' | 401  | gone
            strategy_stop     | released_at, strategy, code, task_id, reason, stopped_at                                                              | ?, 's', 'c', '00000000-0000-0000-0000-000000000001', 'r', timestamp '2020-01-01 00:00:00' | 399  | kept
            strategy_stop     | stopped_at, strategy, code, task_id, reason                                                                           | ?, 's', 'c', '00000000-0000-0000-0000-000000000001', 'r'                                  | 900  | kept
            """)
    void removeOldRemovesWhatEndedLongAgo(String table, String columns, String values, int days, String left) {
        UUID id = id(days);
        jdbc.update("insert into " + table + " (id, " + columns + ") values (?, " + values + ")", id, ago(days));
        retention.removeOld();
        assertThat(exists(table, id)).isEqualTo(left.equals("kept"));
    }

    @Test
    void removeOldWhenOnlyTheListsOfACycleAreOldKeepsItsRecord() {
        UUID old = cycle(31);
        UUID young = cycle(29);
        UUID oldest = cycle(401);
        retention.removeOld();
        for (String part : List.of("halo_cycle_detail", "cycle_subject")) {
            assertThat(count(part + " where cycle_id", old)).as(part).isZero();
            assertThat(count(part + " where cycle_id", young)).as(part).isOne();
        }
        assertThat(count("cycle_trigger where cycle_id", old)).isOne();
        assertThat(exists("halo_cycle", oldest)).isFalse();
        assertThat(count("cycle_trigger where cycle_id", oldest)).isZero();
    }

    /// More than two transactions' worth; the second one is cut off.
    @Test
    void removeOldWhenCutOffGoesOnTheNextTime() {
        List<UUID> points = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            points.add(weakPoint("RESOLVED", 500));
        }
        List<Integer> asked = new ArrayList<>();
        hold.needed = ids -> {
            asked.add(ids.size());
            if (asked.size() == 2) {
                throw new IllegalStateException("cut off");
            }
            return Set.of();
        };
        UUID silence = id(401);
        jdbc.update("""
                insert into silence (id, ends_at, kind, matchers, comment, created_by, created_at, starts_at)
                values (?, ?, 'SILENCE', '[]', 'c', 'ann', ?, ?)""", silence, ago(401), ago(402), ago(402));
        assertThatIllegalStateException().isThrownBy(retention::removeOld).withMessage("cut off");
        assertThat(points.stream().filter(point -> exists("weak_point", point))).hasSize(250);
        assertThat(exists("silence", silence)).as("what comes after has its turn").isFalse();
        hold.reset();
        retention.removeOld();
        assertThat(points.stream().filter(point -> exists("weak_point", point))).isEmpty();
    }

    @Test
    void removeOldWhenAnotherRoomHoldsSomeRemovesTheOthers() {
        Set<UUID> held = new HashSet<>();
        List<UUID> points = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            UUID point = weakPoint("RESOLVED", 500);
            points.add(point);
            if (i < 210) {
                held.add(point);
            }
        }
        hold.needed = ids -> held;
        retention.removeOld();
        assertThat(points.stream().filter(point -> exists("weak_point", point))).hasSize(210)
                .allMatch(held::contains);
    }

    @Test
    void holdOfNothingThatIsRemovedStopsTheStart() {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("hold", hold);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HistoryRetention(beans.getBeanProvider(HistoryStep.class),
                        beans.getBeanProvider(HistoryHold.class), transaction, clock))
                .withMessageContaining("'weak points', which nothing removes");
    }

    private UUID weakPoint(String state, @Nullable Integer resolved) {
        UUID id = id(1000);
        OffsetDateTime first = ago(1000);
        jdbc.update(
                """
                        insert into weak_point (id, analyzer, code, subject_kind, subject_id, open_identity, severity, summary, state,
                        first_seen_at, last_seen_at, occurrences, recurrences, stale, resolved_at, related_issues, data, version)
                        values (?, 'a', 'a.b', 'ENDPOINT', ?, ?, 'HIGH', 's', ?, ?, ?, 1, 0, false, ?, '[]', '{}', 0)""",
                id,
                "kept-" + id, state.equals("RESOLVED") ? null : id.toString(), state, first, first,
                resolved == null ? null : ago(resolved));
        jdbc.update("insert into weak_point_event (weak_point_id, at, actor, kind) values (?, ?, 'halo', 'opened')", id,
                first);
        return id;
    }

    private UUID task(UUID weakPoint, String status, @Nullable String verified, @Nullable Integer ended) {
        UUID id = id(950);
        OffsetDateTime proposed = ago(950);
        OffsetDateTime finished = ended == null ? null : ago(ended);
        jdbc.update(
                """
                        insert into repair_task (id, type, status, priority, target_agents, payload, strategy, weak_point_id,
                        subject_kind, subject_id, severity, cycle_id, proposed_at, expires_at, content_hash, version, finished_at,
                        verification, verified_at, evidence, step)
                        values (?, 't', ?, 'HIGH', '["DreamOps"]', '{}', 's', ?, 'ENDPOINT', 'x', 'HIGH', ?, ?, ?, 'h', 0, ?, ?, ?, 'null', 't')""",
                id, status, weakPoint, id, proposed, proposed.plusHours(24), finished, verified,
                verified == null ? null : finished);
        jdbc.update("""
                insert into task_run (task_id, run, dispatched_at, idempotency_key, content_hash, channel)
                values (?, 1, ?, 'k', 'h', 'webhook')""", id, proposed);
        jdbc.update("""
                insert into task_attempt (id, task_id, run, number, at, channel, target)
                values (?, ?, 1, 1, ?, 'webhook', 't')""", UUID.randomUUID(), id, proposed);
        UUID standing = id(950);
        jdbc.update("""
                insert into standing_approval (id, type, subject_pattern, highest_severity, per_hour, until_at, reason,
                created_by, created_at) values (?, 't', 'agent:*', 'HIGH', 1, ?, 'r', 'ann', ?)""", standing, proposed,
                proposed);
        jdbc.update("insert into standing_use (standing_id, task_id, at) values (?, ?, ?)", standing, id, proposed);
        return id;
    }

    private UUID cycle(int days) {
        UUID id = id(days);
        OffsetDateTime at = ago(days);
        jdbc.update(
                """
                        insert into halo_cycle (id, started_at, status, mode, triggers, worst_severity, issue_count, weak_point_count,
                        task_count, dispatch_count, version) values (?, ?, 'COMPLETED', 'FULL', '[]', 'HIGH', 1, 1, 0, 0, 0)""",
                id, at);
        jdbc.update("insert into halo_cycle_detail (cycle_id, detail) values (?, '{}')", id);
        jdbc.update("""
                insert into cycle_subject (cycle_id, subject_kind, subject_id, status, mode, worst_severity, started_at)
                values (?, 'ENDPOINT', 'x', 'COMPLETED', 'FULL', 'HIGH', ?)""", id, at);
        jdbc.update("""
                insert into cycle_trigger (cycle_id, trigger_name, status, mode, worst_severity, started_at)
                values (?, 'time', 'COMPLETED', 'FULL', 'HIGH', ?)""", id, at);
        return id;
    }

    private OffsetDateTime ago(int days) {
        return now.minus(Duration.ofDays(days)).atOffset(ZoneOffset.UTC);
    }

    /// An id as it was made then.
    private UUID id(int days) {
        return new UUID(Ids.notBefore(now.minus(Duration.ofDays(days))).getMostSignificantBits(),
                Long.MIN_VALUE + NUMBER.incrementAndGet());
    }

    private boolean exists(String table, UUID id) {
        return count(table + " where id", id) == 1;
    }

    private int count(String rows, UUID id) {
        Integer count = jdbc.queryForObject("select count(*) from " + rows + " = ?", Integer.class, id);
        return count == null ? 0 : count;
    }
}
