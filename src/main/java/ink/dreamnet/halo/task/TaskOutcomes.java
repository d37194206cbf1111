package ink.dreamnet.halo.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Counts what became of tasks: by squad and agent since the record begins, and by the cycle that proposed them.
@Component
public class TaskOutcomes {

    private final JdbcClient jdbc;

    TaskOutcomes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// What one agent did for one squad. A task that was tried twice counts twice.
    ///
    /// @param squadId the squad that the tasks were routed to
    /// @param agent the agent that took them; null where they were sent to a service that did not name it
    /// @param running how many were sent or leased and have no result yet
    /// @param succeeded how many succeeded
    /// @param failed how many failed, those without a result in time included
    /// @param succeededMs how long the succeeded ones took together, from their dispatch to their result, in milliseconds
    public record Outcome(String squadId, @Nullable String agent, long running, long succeeded, long failed,
            double succeededMs) {

        private Outcome plus(Outcome more) {
            return new Outcome(squadId, agent, running + more.running, succeeded + more.succeeded,
                    failed + more.failed, succeededMs + more.succeededMs);
        }
    }

    /// What became of the tasks of one cycle, as of now. A task that was approved, dispatched and succeeded counts in all three.
    ///
    /// @param proposed how many the cycle proposed or suggested
    /// @param approved how many of them are approved
    /// @param rejected how many an operator refused
    /// @param expired how many nobody decided about in time
    /// @param cancelled how many were not needed any more, or were taken back
    /// @param dispatched how many were sent or leased, at least once
    /// @param succeeded how many were done, as their agents reported
    /// @param failed how many were not done: the last run failed and the next one is still to come, or none comes
    /// @param effective how many helped, as HALO observed
    /// @param ineffective how many did not help
    /// @param harmful how many did harm
    /// @param inconclusive of how many nobody could see whether they helped
    public record CycleOutcomes(long proposed, long approved, long rejected, long expired, long cancelled,
            long dispatched, long succeeded, long failed, long effective, long ineffective, long harmful,
            long inconclusive) {

        /// Those of a cycle without tasks.
        public static final CycleOutcomes NONE = new CycleOutcomes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /// @return the outcomes of some cycles, by their ids, without those that proposed nothing; one query. What a light cycle
    ///         suggested and a full one then asked approval for counts for both.
    public Map<UUID, CycleOutcomes> byCycle(Collection<UUID> cycles) {
        Map<UUID, CycleOutcomes> outcomes = new HashMap<>();
        if (cycles.isEmpty()) {
            return outcomes;
        }
        jdbc.sql("""
                select cycle, count(*) as proposed, count(approved_at) as approved, count(dispatched_at) as dispatched,
                count(case status when 'REJECTED' then 1 end) as rejected,
                count(case status when 'EXPIRED' then 1 end) as expired,
                count(case status when 'CANCELLED' then 1 end) as cancelled,
                count(case status when 'SUCCEEDED' then 1 end) as succeeded,
                count(case when status in ('FAILED', 'DEAD_LETTER') then 1 end) as failed,
                count(case verification when 'EFFECTIVE' then 1 end) as effective,
                count(case verification when 'INEFFECTIVE' then 1 end) as ineffective,
                count(case verification when 'HARMFUL' then 1 end) as harmful,
                count(case verification when 'INCONCLUSIVE' then 1 end) as inconclusive
                from (select cycle_id as cycle, status, approved_at, dispatched_at, verification
                      from repair_task where cycle_id in (:cycles)
                      union all
                      select promoted_cycle_id, status, approved_at, dispatched_at, verification
                      from repair_task where promoted_cycle_id in (:cycles)) task
                group by cycle""").param("cycles", cycles)
                .query(row -> {
                    outcomes.put(row.getObject("cycle", UUID.class),
                            new CycleOutcomes(row.getLong("proposed"), row.getLong("approved"), row.getLong("rejected"),
                                    row.getLong("expired"), row.getLong("cancelled"), row.getLong("dispatched"),
                                    row.getLong("succeeded"), row.getLong("failed"), row.getLong("effective"),
                                    row.getLong("ineffective"), row.getLong("harmful"), row.getLong("inconclusive")));
                });
        return outcomes;
    }

    /// Adds up what ended since it was asked last, so that it costs no more the longer the record is. By a mark of each run, not by
    /// its time: clocks are set back, and transactions are not seen in the order of their times.
    ///
    /// @return an outcome for each squad and agent that ever got a task, in the order of both
    @Transactional
    public List<Outcome> bySquadAndAgent() {
        int round = lockRound() + 1;
        if (jdbc.sql("update task_run set counted_in = ? where counted_in is null and finished_at is not null")
                .param(round).update() > 0) {
            outcomes("r.counted_in = ?", round).forEach(this::count);
            jdbc.sql("update task_run_round set number = ? where id = 1").param(round).update();
        }
        Map<List<@Nullable String>, Outcome> all = new HashMap<>();
        Stream.of(jdbc.sql("select squad_id, nullif(agent, ''), 0, succeeded, failed, seconds from task_run_total")
                .query(TaskOutcomes::outcome).list(), outcomes("r.counted_in is null"))
                .flatMap(List::stream)
                .forEach(part -> all.merge(Arrays.asList(part.squadId(), part.agent()), part, Outcome::plus));
        return all.values().stream().sorted(Comparator.comparing(Outcome::squadId)
                .thenComparing(each -> Objects.requireNonNullElse(each.agent(), ""))).toList();
    }

    private int lockRound() {
        return jdbc.sql("select number from task_run_round where id = 1 for update").query(Integer.class).single();
    }

    /// Takes a failed run back that may be added up already, before it ends anew: what was done late succeeds after all.
    void takeBack(UUID task, int run) {
        lockRound();
        jdbc.sql("""
                update task_run_total set failed = failed - 1 where exists (select 1
                from task_run r join repair_task t on t.id = r.task_id
                where r.task_id = ? and r.run = ? and r.outcome <> 'succeeded' and r.counted_in is not null
                and t.squad_id = task_run_total.squad_id and coalesce(r.agent, '') = task_run_total.agent)""")
                .params(task, run).update();
        jdbc.sql("update task_run set counted_in = null where task_id = ? and run = ?").params(task, run).update();
    }

    private void count(Outcome more) {
        Object[] key = {more.squadId(), more.agent() == null ? "" : more.agent()};
        if (jdbc.sql("""
                update task_run_total set succeeded = succeeded + ?, failed = failed + ?, seconds = seconds + ?
                where squad_id = ? and agent = ?""").params(more.succeeded(), more.failed(), more.succeededMs() / 1000)
                .params(key).update() == 0) {
            jdbc.sql("insert into task_run_total (succeeded, failed, seconds, squad_id, agent) values (?, ?, ?, ?, ?)")
                    .params(more.succeeded(), more.failed(), more.succeededMs() / 1000).params(key).update();
        }
    }

    private List<Outcome> outcomes(String which, Object... values) {
        return jdbc.sql("""
                select t.squad_id, r.agent,
                count(case when r.outcome is null then 1 end) as running,
                count(case when r.outcome = 'succeeded' then 1 end) as succeeded,
                count(case when r.outcome is not null and r.outcome <> 'succeeded' then 1 end) as failed,
                sum(case when r.outcome = 'succeeded'
                    then extract(epoch from (r.finished_at - r.dispatched_at)) else 0 end) as seconds
                from task_run r join repair_task t on t.id = r.task_id
                where %s and t.squad_id is not null group by t.squad_id, r.agent""".formatted(which)).params(values)
                .query(TaskOutcomes::outcome).list();
    }

    private static Outcome outcome(ResultSet row, int number) throws SQLException {
        return new Outcome(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4), row.getLong(5),
                row.getDouble(6) * 1000);
    }
}
