package ink.dreamnet.halo.task.budget;

import java.util.List;

import ink.dreamnet.halo.task.dispatch.Admission;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Tells how much of the budgets is used, and what waits for room.
@Component
public class BudgetReport {

    private final Admission admission;
    private final JdbcClient jdbc;

    BudgetReport(Admission admission, JdbcClient jdbc) {
        this.admission = admission;
        this.jdbc = jdbc;
    }

    /// @param blockedBy what holds tasks back
    /// @param tasks how many
    public record Held(String blockedBy, int tasks) {
    }

    public List<Admission.Use> uses() {
        return admission.uses();
    }

    public List<Held> held() {
        return jdbc.sql("""
                select blocked_by, count(*) from repair_task where status in ('APPROVED', 'DISPATCHED')
                and blocked_by is not null group by blocked_by order by blocked_by""")
                .query((row, number) -> new Held(row.getString(1), row.getInt(2))).list();
    }
}
