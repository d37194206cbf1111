package ink.dreamnet.halo.task;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Counts the outcomes of dispatched tasks by squad and agent, since the record begins.
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
    /// @param running how many were handed out and have no result yet
    /// @param succeeded how many succeeded
    /// @param failed how many failed, those without a result in time included
    /// @param succeededMs how long the succeeded ones took together, from being handed out to their result, in milliseconds
    public record Outcome(String squadId, @Nullable String agent, long running, long succeeded, long failed,
            double succeededMs) {
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
