package ink.dreamnet.halo.task.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import ink.dreamnet.halo.core.Live;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.NamedInterface;
import org.springframework.stereotype.Component;

/// Reports how much of the budgets is used, and what waits for room.
@Component
@NamedInterface("budget")
public class BudgetReport {

    private final DispatchBudgets budgets;
    private final Live<BudgetProperties> budget;
    private final JdbcClient jdbc;

    BudgetReport(DispatchBudgets budgets, Live<BudgetProperties> budget, JdbcClient jdbc) {
        this.budgets = budgets;
        this.budget = budget;
        this.jdbc = jdbc;
    }

    /// One budget and how much of it is used.
    ///
    /// @param name `fleet`, `per-hour`, `per-squad`, `per-subject` or `share`
    /// @param scope whose use that is, null where it is the whole fleet's
    /// @param used how many are in work, or were dispatched within the last hour
    /// @param limit how many may be
    public record Use(String name, @Nullable String scope, int used, double limit) {
    }

    /// How many tasks something blocks.
    ///
    /// @param blockedBy what blocks tasks
    /// @param tasks how many
    public record Blocked(String blockedBy, int tasks) {
    }

    /// @return every budget that is used at present, those of the whole fleet first
    public List<Use> uses() {
        BudgetProperties limits = budget.get();
        List<Use> uses = new ArrayList<>();
        uses.add(new Use("fleet", null, budgets.inWork(), limits.fleet()));
        uses.add(new Use("per-hour", null, budgets.dispatchedWithinHour().size(), limits.perHour()));
        jdbc.sql("select squad_id, count(*) from repair_task where " + DispatchBudgets.IN_WORK
                + " and squad_id is not null group by squad_id order by squad_id")
                .query((row, number) -> new Use("per-squad", row.getString(1), row.getInt(2), limits.perSquad()))
                .list().forEach(uses::add);
        jdbc.sql("select subject_kind, subject_id, count(*) from repair_task where " + DispatchBudgets.IN_WORK
                + " group by subject_kind, subject_id order by subject_kind, subject_id")
                .query((row, number) -> new Use("per-subject",
                        row.getString(1).toLowerCase(Locale.ROOT) + ":" + row.getString(2), row.getInt(3),
                        limits.perSubject()))
                .list().forEach(uses::add);
        budgets.subjectsInWork().entrySet().stream().filter(scope -> !scope.getKey().startsWith("kind:"))
                .sorted(Map.Entry.comparingByKey())
                .map(scope -> new Use("share", scope.getKey(), scope.getValue().size(), limits.share()))
                .forEach(uses::add);
        return uses;
    }

    /// @return what blocks approved and dispatched tasks, and how many of them
    public List<Blocked> blocked() {
        return jdbc.sql("""
                select blocked_by, count(*) from repair_task where status in ('APPROVED', 'DISPATCHED')
                and blocked_by is not null group by blocked_by order by blocked_by""")
                .query((row, number) -> new Blocked(row.getString(1), row.getInt(2))).list();
    }
}
