package ink.dreamnet.halo.task;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.HistoryProperties;
import ink.dreamnet.halo.core.IdChunks;
import ink.dreamnet.halo.core.OldRows;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Removes tasks that ended long ago and that are not to be verified, with their runs, their sends, and the uses of standing approvals.
@Component
@Order(20)
class TaskRetention extends OldRows {

    private final JdbcTemplate jdbc;
    private final TaskCounts counts;

    TaskRetention(JdbcTemplate jdbc, HistoryProperties kept, TaskCounts counts) {
        // there is no column for the end of all: nothing happened to it since
        super(jdbc, "tasks", kept.tasks(), "repair_task", "id",
                """
                        status not in (%s) and not (status = 'SUCCEEDED' and verification is null) and proposed_at < :before
                        and (expires_at is null or expires_at < :before) and (approved_at is null or approved_at < :before)
                        and (dispatched_at is null or dispatched_at < :before) and (finished_at is null or finished_at < :before)
                        and (verified_at is null or verified_at < :before)"""
                        .formatted(
                                TaskStatus.ACTIVE.stream().map(status -> "'" + status + "'")
                                        .collect(Collectors.joining(", "))));
        with("task_attempt", "task_id");
        with("task_run", "task_id");
        with("standing_use", "task_id");
        this.jdbc = jdbc;
        this.counts = counts;
    }

    @Override
    public void remove(List<UUID> ids) {
        List<TaskStatus> statuses = new ArrayList<>();
        IdChunks.each(ids,
                (marks, some) -> jdbc
                        .queryForList("select status from repair_task where id in (" + marks + ")", String.class, some)
                        .forEach(status -> statuses.add(TaskStatus.valueOf(status))));
        super.remove(ids);
        counts.removed(statuses);
    }
}
