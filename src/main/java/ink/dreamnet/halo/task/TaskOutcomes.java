package ink.dreamnet.halo.task;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

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

    /// @return an outcome for each squad and agent that ever got a task; one query
    public List<Outcome> bySquadAndAgent() {
        return jdbc.sql("""
                select t.squad_id, r.agent,
                count(case when r.outcome is null then 1 end) as running,
                count(case when r.outcome = 'succeeded' then 1 end) as succeeded,
                count(case when r.outcome is not null and r.outcome <> 'succeeded' then 1 end) as failed,
                sum(case when r.outcome = 'succeeded'
                    then extract(epoch from (r.finished_at - r.dispatched_at)) else 0 end) as seconds
                from task_run r join repair_task t on t.id = r.task_id
                where t.squad_id is not null group by t.squad_id, r.agent order by t.squad_id, r.agent""")
                .query((row, number) -> new Outcome(row.getString("squad_id"), row.getString("agent"),
                        row.getLong("running"), row.getLong("succeeded"), row.getLong("failed"),
                        row.getDouble("seconds") * 1000))
                .list();
    }
}
