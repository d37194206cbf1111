package ink.dreamnet.halo.task;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Counts the tasks of each status without reading them. Every change is noted as rows of its own, so that no change waits for
/// another; [#compact] makes few rows of many.
@Component
public class TaskCounts {

    private static final int MOST = 10_000;

    private final JdbcTemplate jdbc;

    TaskCounts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// Notes changes of tasks, in the transaction that makes them.
    @Transactional(propagation = Propagation.MANDATORY)
    void note(Collection<TasksChanged.Change> changes) {
        Map<TaskStatus, Long> more = new EnumMap<>(TaskStatus.class);
        for (TasksChanged.Change change : changes) {
            if (change.from() != change.task().status()) {
                more.merge(change.task().status(), 1L, Long::sum);
                if (change.from() != null) {
                    more.merge(change.from(), -1L, Long::sum);
                }
            }
        }
        add(more);
    }

    /// Notes that ended tasks are removed, in the transaction that removes them.
    void removed(Collection<TaskStatus> statuses) {
        Map<TaskStatus, Long> more = new EnumMap<>(TaskStatus.class);
        statuses.forEach(status -> more.merge(status, -1L, Long::sum));
        add(more);
    }

    private void add(Map<TaskStatus, Long> more) {
        List<Object[]> rows = new ArrayList<>();
        more.forEach((status, tasks) -> {
            if (tasks != 0) {
                rows.add(new Object[]{status.name(), tasks});
            }
        });
        if (!rows.isEmpty()) {
            jdbc.batchUpdate("insert into repair_task_count (status, tasks) values (?, ?)", rows);
        }
    }

    /// @return how many tasks are in each status; a status without tasks is absent
    Map<TaskStatus, Long> all() {
        Map<TaskStatus, Long> counts = new EnumMap<>(TaskStatus.class);
        jdbc.query("select status, sum(tasks) as tasks from repair_task_count group by status having sum(tasks) <> 0",
                row -> {
                    counts.put(TaskStatus.valueOf(row.getString("status")), row.getLong("tasks"));
                });
        return counts;
    }

    /// Makes one row of all rows of a status.
    ///
    /// @throws IllegalStateException where another replica does the same; nothing is changed then
    @Transactional
    public void compact() {
        Map<TaskStatus, Long> sums = new EnumMap<>(TaskStatus.class);
        List<Object[]> read = new ArrayList<>();
        jdbc.query("select id, status, tasks from repair_task_count order by id limit " + MOST, row -> {
            read.add(new Object[]{row.getLong("id")});
            sums.merge(TaskStatus.valueOf(row.getString("status")), row.getLong("tasks"), Long::sum);
        });
        if (read.size() > sums.size()) {
            for (int removed : jdbc.batchUpdate("delete from repair_task_count where id = ?", read)) {
                if (removed != 1) {
                    throw new IllegalStateException("the counts of tasks were changed meanwhile");
                }
            }
            add(sums);
        }
    }
}
